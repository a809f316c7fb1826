const warningsAt = [60, 20];

/**
 * Counts the seconds of the panel. The server ends it by itself; this only says so in time and
 * clears the screen. A telephone that slept counts on by the clock when it wakes up.
 */
export function startTimer(seconds, { onSecond, onWarning, onEnd }) {
  const endMs = Date.now() + seconds * 1000;
  let warned = 0;
  const tick = () => {
    const left = Math.max(0, Math.ceil((endMs - Date.now()) / 1000));
    onSecond(left);
    if (left === 0) {
      clearInterval(timer);
      onEnd();
    } else if (left <= warningsAt[warned]) {
      while (left <= warningsAt[warned]) warned += 1;
      onWarning(left);
    }
  };
  const timer = setInterval(tick, 1000);
  queueMicrotask(tick);
  return { stop: () => clearInterval(timer) };
}
