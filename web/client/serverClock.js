/**
 * What time it is at the server; the phone's own clock may be wrong. What the server says is never
 * ahead of its clock, only old by the time it comes: of all it said, the latest reckoning is best.
 */
export function createServerClock() {
  let startedAtMs = Number.NEGATIVE_INFINITY;
  return {
    hear(instant) {
      const heardMs = Date.parse(instant) - performance.now();
      if (heardMs > startedAtMs) startedAtMs = heardMs;
    },
    /** Milliseconds since 1970. */
    now: () => startedAtMs + performance.now(),
  };
}
