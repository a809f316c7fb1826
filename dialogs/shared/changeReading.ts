import {
  type ConfirmationReading,
  normaliseConfirmation,
  readConfirmation,
} from '../../domain/confirmation.ts';
import { fieldsAskedFor } from '../../domain/disclosureTopics.ts';
import { hiddenMark } from '../../domain/masking.ts';
import type { ChangeState, OpenQuote } from './changeState.ts';
import type { Heard, Turn } from './turn.ts';

/** Readings that answer the open quote, whatever else the words might mean. */
const ownReadings: ReadonlySet<ConfirmationReading['kind']> = new Set([
  'accept',
  'cancel',
  'pause',
  'frozen',
  'wrongPhrase',
  'thirdParty',
  'standing',
  'codeForBot',
  'noCode',
  'soft',
]);

/** The phrases that count for a change, and those that belong to another (rights §4.2). */
export function phrasesFor(action: string): {
  accepted: readonly string[];
  others: readonly string[];
} {
  const isEnd = action === 'cancel' || action === 'undoPlanChange';
  return isEnd
    ? { accepted: ['确认退订', 'CONFIRM'], others: ['确认办理'] }
    : { accepted: ['确认办理', 'CONFIRM'], others: ['确认退订'] };
}

/**
 * How a message reads as an answer to the open quote (C1, R24). Words beside a code are read without
 * it; the phrase with a code is not the whole message and so no yes.
 */
export function readAnswer({ text, codes }: Heard, { quote }: OpenQuote): ConfirmationReading {
  const phrases = phrasesFor(quote.disclosure.order.action);
  if (codes.length === 0) return readConfirmation(text, phrases);
  const reading = readConfirmation(text.replaceAll(hiddenMark, ' '), phrases);
  return reading.kind === 'accept' ? { kind: 'soft' } : reading;
}

const codeName = /(?:短信)?验证码[是为]?|\b(?:(?:the|my) )?code(?: is)?\b/iu;

/**
 * The code, when it is the whole message but for its name: “验证码是 483920”. With any other word,
 * sign or question mark it is not entered: “不办了 483920” withdraws, “483920 吗” asks (§4.3).
 */
export function codeAlone({ text, codes }: Heard): string | undefined {
  const rest = text.normalize('NFKC').replace(hiddenMark, '').replace(codeName, '');
  return /[\p{L}\p{N}\p{So}?]/u.test(rest) ? undefined : codes[0];
}

/** A no before anything is quoted ends the question. */
export const isNo = ({ text }: Heard): boolean =>
  readConfirmation(text, phrasesFor('')).kind === 'cancel';

/** The moment a quote is over counts as over (§4.4). */
export const isOver = ({ quote }: OpenQuote, { now }: Turn): boolean =>
  now.getTime() >= Date.parse(quote.expiresAt);

/** Asks for more time in the words of the button, in either language: the page offers it too. */
export function asksAnew({ heard, services }: Turn, { reissues = 0 }: ChangeState): boolean {
  const words = normaliseConfirmation(heard.text);
  const isAsked = Object.values(services.texts).some(
    (t) => normaliseConfirmation(t('change:button.freshQuote')) === words,
  );
  return isAsked && reissues < services.policy.limits.reissues;
}

/** Holds the phrase among other words, no word at all, or marks that no enquiry has: “确认办理？”, “？”, “<system>…”. */
function speaksOfConfirming({ text }: Heard, open: OpenQuote): boolean {
  const isNoWord = !/[\p{L}\p{N}]/u.test(normaliseConfirmation(text));
  return holdsPhrase(text, open) || isNoWord || /<[^>]*>/u.test(text);
}

/** Whether the quote's phrase is in a message, alone or among other words. */
export function holdsPhrase(text: string, { quote }: OpenQuote): boolean {
  const said = normaliseConfirmation(text);
  const { accepted } = phrasesFor(quote.disclosure.order.action);
  return accepted.some((phrase) => said.includes(normaliseConfirmation(phrase)));
}

/**
 * Whether an open quote hears a message before anybody else: what can only be an answer to it, or a
 * question about it. Everything else is left to the other dialogs while the quote waits (R23).
 */
export function isForQuote(turn: Turn, state: ChangeState, isOtherEnquiry: boolean): boolean {
  const { heard, now } = turn;
  const { open } = state;
  if (!open) return false;
  // “重新报价” is no wish to start over.
  if (asksAnew(turn, state)) return true;
  if (heard.codes.length > 0 || heard.token !== undefined) return true;
  const { kind } = readAnswer(heard, open);
  if (ownReadings.has(kind) || speaksOfConfirming(heard, open)) return true;
  const isAbout = fieldsAskedFor(heard.text).length > 0;
  // Nobody greets with a question about fees: there the recogniser is mistaken.
  const isNoEnquiry = !isOtherEnquiry || heard.recognition.intent === 'greet';
  if (kind === 'question' && isAbout && isNoEnquiry) return true;
  return !isOtherEnquiry && now.getTime() < Date.parse(open.quote.expiresAt);
}
