import type { Instant } from './calendar.ts';
import type { CodePurpose } from './verification.ts';

/** What a fresh code can open (rights §5.1 L2): one purpose each, never another. */
export type GrantPurpose = Exclude<CodePurpose, 'identify' | 'change'>;

declare const brand: unique symbol;

/**
 * The proof of a fresh step-up by the holder of a line, for one purpose, in one conversation, for a
 * few minutes (rights §5.1 L2, INV-12). Only this module makes one; what needs it asks `isGrant`.
 */
export interface Grant {
  readonly purpose: GrantPurpose;
  readonly lineId: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly grantedAt: Instant;
  readonly expiresAt: Instant;
  readonly [brand]: true;
}

/** How long a step-up holds (rights §5.1: 10 min; what it opens is shorter, §5.2: 5 min). */
export const grantLifetimeMs = 5 * 60_000;

const grants = new WeakSet<object>();

/** What a grant says, without its brand: how it is written down, sealed. */
export type WrittenGrant = Omit<Grant, typeof brand>;

function make(written: WrittenGrant): Grant {
  const { purpose, lineId, customerId, conversationId, grantedAt, expiresAt } = written;
  const grant = Object.freeze({
    purpose,
    lineId,
    customerId,
    conversationId,
    grantedAt,
    expiresAt,
  }) as Grant;
  grants.add(grant);
  return grant;
}

/** Makes a grant when a code was judged `right`; called by the step-up alone. */
export function giveGrant(
  purpose: GrantPurpose,
  line: { readonly id: string; readonly customerId: string },
  conversationId: string,
  now: Date,
): Grant {
  return make({
    purpose,
    lineId: line.id,
    customerId: line.customerId,
    conversationId,
    grantedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + grantLifetimeMs).toISOString(),
  });
}

/** A grant that was written down sealed and is read again. Throws when it is over or malformed. */
export function readGrant(written: unknown, now: Date): Grant {
  const given = (written ?? {}) as WrittenGrant;
  const { purpose, lineId, customerId, conversationId, grantedAt, expiresAt } = given;
  const texts = [purpose, lineId, customerId, conversationId, grantedAt, expiresAt];
  if (texts.some((text) => typeof text !== 'string' || text === '')) throw new Error('not a grant');
  const lifetimeMs = Date.parse(expiresAt) - Date.parse(grantedAt);
  if (!(lifetimeMs > 0 && lifetimeMs <= grantLifetimeMs)) throw new Error('not a grant');
  if (!(now.getTime() < Date.parse(expiresAt))) throw new Error('the grant is over');
  return make(given);
}

/** True only for what this module made and what still holds for this purpose. */
export function isGrant(value: Grant, purpose: GrantPurpose, now: Date): boolean {
  return (
    grants.has(value) && value.purpose === purpose && now.getTime() < Date.parse(value.expiresAt)
  );
}
