import type { Language } from '../domain/language.ts';
import type { ClaimedTurn } from '../ports/store.ts';

// What a message says besides its words.

/** When the reception got the message: what queued meanwhile counts from then. */
export function saidAt({ timestamp }: ClaimedTurn['activity'], now: Date): string {
  return typeof timestamp === 'string' ? timestamp : now.toISOString();
}

/** What the channel says of the language, until the words do. */
export function languageOf({ activity }: ClaimedTurn): Language {
  return typeof activity.locale === 'string' && activity.locale.startsWith('en') ? 'en' : 'zh-CN';
}

/** Channels that are written to later carry their reply address along, sealed. */
export function replyToOf({ activity }: ClaimedTurn): { replyTo?: string } {
  const { reference } = (activity.channelData ?? {}) as { reference?: { sealed?: string } };
  return reference?.sealed ? { replyTo: reference.sealed } : {};
}

/** Set by channels that may deliver later than they are written to. */
export function isBehindOf({ activity }: ClaimedTurn): { isBehind?: boolean } {
  const { isBehind } = (activity.channelData ?? {}) as { isBehind?: boolean };
  return isBehind ? { isBehind } : {};
}

/** The token of a tapped button; anything else in an activity's value is nobody's business. */
export function tokenOf({ activity }: ClaimedTurn): { token?: string } {
  const { token } = (activity.value ?? {}) as { token?: unknown };
  return typeof token === 'string' ? { token } : {};
}
