import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpRefusal } from './http.ts';

/** Counts one more under a key: within the limit, the first over it, or one more after that. */
export type Pace = (key: string) => Promise<'within' | 'over' | 'stillOver'>;

/** A limit per minute for senders whom no HTTP status reaches; kept in this process. */
export function pacePerMinute(points: number): Pace {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
      return 'within';
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return refused.consumedPoints === points + 1 ? 'over' : 'stillOver';
    }
  };
}

/** Counts one more under a key; refuses with 429 and when to come back. */
export type RateLimit = (key: string) => Promise<void>;

/**
 * A limit per minute, kept in this process: it stops loops and floods. Limits that protect a
 * customer, such as tries of a code, outlive a restart and are the store's.
 */
export function limitPerMinute(points: number): RateLimit {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      const message = `Too many requests; try again in ${seconds} seconds.`;
      throw new HttpRefusal(429, 'TooManyRequests', message, { 'Retry-After': String(seconds) });
    }
  };
}
