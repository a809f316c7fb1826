import { maskPhoneNumber } from '../../domain/masking.ts';
import type { CodePurpose } from '../../domain/verification.ts';
import type { EvidenceRow } from '../../ports/store.ts';
import { type Talk, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** Something sensitive that was opened: for the ledger, and in words for the holder's phone. */
export interface Access {
  /** In the customer's language, what was done: `查看了2026年10月的详单（通话）`. */
  readonly words: string;
  /** For the ledger; no personal data. */
  readonly facts: { readonly what: string } & Readonly<Record<string, string>>;
}

/** Whose it is, and where notices go; personal data, only ever sealed. */
export interface Holder {
  readonly lineId: string;
  readonly customerId: string;
  readonly phoneNumber: string;
}

/** The row that something sensitive was opened (R28, rights §5.2: audit row). */
export function accessRow(
  { lineId, customerId }: Pick<Holder, 'lineId' | 'customerId'>,
  purpose: CodePurpose,
  facts: Access['facts'],
  where: { readonly at: string; readonly channel: string; readonly conversationId: string },
): EvidenceRow {
  const { at, ...from } = where;
  const data = { ...facts, lineId, purpose, ...from, rules: ['R18'] };
  return { kind: 'accessed', subject: customerId, at, data };
}

/** Tells the number of record at once: what, when, through which channel, what to do about it (N12). */
export function alertOfAccess(turn: Turn, { phoneNumber }: Holder, words: string): void {
  const talk = talkOf(turn, 'stepUp');
  const text = talk.t('alert', { ...alertValues(talk, phoneNumber), what: words });
  sendSms(turn, phoneNumber, text);
}

/**
 * Too many wrong codes: on record, and the number of record is warned (rights §5.1: lock + alert). A number
 * that is nobody's here takes the same work, so that no time tells whose it is (R19): it is on the record of
 * the conversation, and nothing is sent.
 */
export function alertOfLock(
  turn: Turn,
  { phoneNumber, ...holder }: Pick<Holder, 'phoneNumber'> & Partial<Holder>,
  purpose: CodePurpose,
): void {
  const talk = talkOf(turn, 'stepUp');
  const { conversationId } = turn;
  const { lineId, customerId } = holder;
  turn.record({
    kind: 'codeLocked',
    subject: customerId ?? conversationId,
    at: turn.now.toISOString(),
    data: { ...(lineId && { lineId }), purpose, conversationId, rules: ['X16'] },
  });
  const text = talk.t('lockAlert', alertValues(talk, phoneNumber));
  sendSms(turn, customerId && phoneNumber, text);
}

/** When an SMS goes out. */
export interface SmsOptions {
  /** A code that is over is not sent. */
  readonly expiresAt?: string;
  /** Handed over a moment later, by chance: what is said next must not be slowed down by it (R19). */
  readonly isUnhurried?: boolean;
}

/**
 * Asks for an SMS after the commit. Without `to` all is
 * done but the sending: whoever types on at once must not notice that the bot has less to do (R19).
 */
export function sendSms(
  turn: Turn,
  to: string | undefined,
  text: string,
  { expiresAt, isUnhurried = false }: SmsOptions = {},
): void {
  turn.intend({
    kind: 'sms',
    sealedPayload: turn.services.vault.seal(JSON.stringify({ to, text, isUnhurried })),
    ...(expiresAt !== undefined && { expiresAt }),
  });
}

function alertValues({ operator, language, format, now }: Talk, phoneNumber: string) {
  return {
    operator: operator.name[language],
    number: maskPhoneNumber(phoneNumber),
    at: format.dateTime(now.toISOString()),
    hotline: operator.hotline,
  };
}
