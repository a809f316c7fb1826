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

/** Too many wrong codes: on record, and the number of record is warned (rights §5.1: lock + alert). */
export function alertOfLock(turn: Turn, holder: Holder, purpose: CodePurpose): void {
  const talk = talkOf(turn, 'stepUp');
  turn.record({
    kind: 'codeLocked',
    subject: holder.customerId,
    at: turn.now.toISOString(),
    data: { lineId: holder.lineId, purpose, conversationId: turn.conversationId, rules: ['X16'] },
  });
  sendSms(turn, holder.phoneNumber, talk.t('lockAlert', alertValues(talk, holder.phoneNumber)));
}

/**
 * Asks for an SMS after the commit. `expiresAt`: a code that is over is not sent. Without `to` all is
 * done but the sending: whoever types on at once must not notice that the bot has less to do (R19).
 */
export function sendSms(
  turn: Turn,
  to: string | undefined,
  text: string,
  expiresAt?: string,
): void {
  turn.intend({
    kind: 'sms',
    sealedPayload: turn.services.vault.seal(JSON.stringify({ to, text })),
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
