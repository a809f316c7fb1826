/** Said to screen readers when so many seconds are left; what is said every second nobody can hear. */
const momentsSeconds = [20, 60, 120];
const offerSeconds = 60;

/**
 * How long the bot's newest message can still be confirmed: in view all the time, said at three
 * moments, and near the end with a button that asks for more time (WCAG 2.2.1, 4.1.3). It keeps
 * nobody from typing. `now()` is the server's time, `speak(words)` speaks for the customer.
 */
export function createCountdown({ text, now, speak }) {
  const time = created('p', { role: 'timer', className: 'countdown-time' });
  const more = created('button', { type: 'button', className: 'button', hidden: true });
  const said = created('p', { role: 'status', className: 'unseen' });
  const element = created('div', { className: 'countdown', hidden: true });
  element.append(time, more, said);
  more.addEventListener('click', () => speak(text('freshQuote')));
  let endMs;
  let shownSeconds;
  let timer;

  function show(seconds) {
    const values = { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
    time.textContent = text(seconds < 60 ? 'countdownSeconds' : 'countdown', values);
    more.textContent = text('freshQuote');
    more.hidden = seconds > offerSeconds;
    const moment = momentsSeconds.find((limit) => seconds <= limit && limit < shownSeconds);
    if (moment) said.textContent = text(`countdown${moment}`);
    shownSeconds = seconds;
  }

  function tick() {
    const leftMs = endMs - now();
    element.hidden = !(leftMs > 0);
    if (element.hidden) return;
    show(Math.ceil(leftMs / 1000));
    timer = setTimeout(tick, leftMs % 1000 || 1000);
  }

  return {
    element,
    /** Counts down to an instant, or not at all; what was said about the same end is not said again. */
    follow(expiresAt) {
      clearTimeout(timer);
      element.hidden = true;
      if (!expiresAt) return;
      const nextMs = Date.parse(expiresAt);
      if (nextMs !== endMs) {
        endMs = nextMs;
        shownSeconds = undefined;
        said.textContent = '';
      }
      tick();
    },
  };
}

function created(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
