const firstWaitMs = 500;
const longestWaitMs = 8000;

/**
 * Hears what is new, for as long as the page is open: a line that breaks is opened again, and
 * `onOpen(true)` has the page look at everything anew. Nothing but “look” ever comes over it.
 */
export function listen({ hear, onOpen, onLost, isPaused }) {
  let socket;
  let waitMs = firstWaitMs;
  let isAgain = false;

  function open() {
    socket = new WebSocket(`${window.location.origin.replace(/^http/, 'ws')}/desk/stream`);
    socket.addEventListener('open', () => {
      waitMs = firstWaitMs;
      tellPresence();
      onOpen(isAgain);
      isAgain = true;
    });
    socket.addEventListener('message', ({ data }) => hear(JSON.parse(data)));
    socket.addEventListener('close', () => {
      onLost();
      setTimeout(open, waitMs);
      waitMs = Math.min(longestWaitMs, waitMs * 2);
    });
  }

  /** Whether new customers may come: said at each opening, and whenever it changes. */
  function tellPresence() {
    if (socket.readyState === WebSocket.OPEN) socket.send(isPaused() ? 'pause' : 'ready');
  }

  open();
  return { tellPresence };
}
