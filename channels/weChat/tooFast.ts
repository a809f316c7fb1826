import { LRUCache } from 'lru-cache';
import type { Pace } from '../rateLimits.ts';
import type { Push } from './push.ts';

/** Of a push that comes too fast, whether its sender is told, which they are once a minute; undefined: it is not. */
export type TooFast = (push: Push) => Promise<'over' | 'stillOver' | undefined>;

/** A push is repeated within seconds. */
const sameMs = 60_000;

/**
 * A flood costs nobody else anything: what is over the pace is refused unheard. A push that comes again is
 * the same; leaving, and what asks for nothing, is always heard.
 */
export function createTooFast(pace: Pace): TooFast {
  const taken = new LRUCache<string, true>({ max: 10_000, ttl: sameMs });
  return async ({ openId, key, deed }) => {
    const name = `${openId}|${key}`;
    if (['unfollow', 'other'].includes(deed.kind) || taken.has(name)) return undefined;
    const counted = await pace(openId);
    if (counted !== 'within') return counted;
    taken.set(name, true);
    return undefined;
  };
}
