import {
  codeMissing,
  codeShared,
  forEver,
  instruction,
  otherPerson,
  softYes,
  thing,
} from './confirmationRemarks.ts';
import {
  cancelling,
  condition,
  decided,
  doubt,
  harmless,
  hesitation,
  leaving,
  question,
  refusal,
  withdrawal,
} from './confirmationWords.ts';
import { isOneSlipFrom, isWholly, plainWords, says, without } from './plainWords.ts';

/**
 * What a message means while a quote is open (rights §4.5). Only `accept` can become a consent;
 * `cancel` ends the quote, `frozen` blocks it until the customer clarifies, the rest changes nothing.
 */
export type ConfirmationReading =
  /** The whole message is an accepted phrase. */
  | { readonly kind: 'accept' }
  /** The whole message withdraws. */
  | { readonly kind: 'cancel' }
  /** Wants time; the quote is kept until it expires. */
  | { readonly kind: 'pause' }
  /** Withdraws among other things, or contradicts itself. */
  | { readonly kind: 'frozen' }
  /** Asks, doubts, or would only if. */
  | { readonly kind: 'question' }
  /** The phrase of another kind of change, or of no live card. */
  | { readonly kind: 'wrongPhrase' }
  /** Confirms for somebody else, or tells that somebody else does. */
  | { readonly kind: 'thirdParty' }
  /** Would confirm whatever comes from now on. */
  | { readonly kind: 'standing' }
  /** Wants somebody else to enter the code. */
  | { readonly kind: 'codeForBot' }
  /** The code did not come. */
  | { readonly kind: 'noCode' }
  /** A yes, but not the phrase: answered by printing the phrase. */
  | { readonly kind: 'soft' }
  | { readonly kind: 'other' };

/** The phrases printed on live cards, and those of every other kind of change. */
export interface ConfirmationPhrases {
  readonly accepted: readonly string[];
  readonly others: readonly string[];
}

/**
 * The form in which a message is compared with a phrase (rights §4.2): NFKC, no white space, lower
 * case, without trailing `。.!！~`. Question marks stay, and so do characters nobody can see.
 */
export function normaliseConfirmation(text: string): string {
  return text
    .replace(/[…‥]/gu, '⋯') // NFKC would make full stops of the dots of hesitation
    .normalize('NFKC')
    .replace(/\p{White_Space}/gu, '')
    .toLowerCase()
    .replace(/[。.!~]+$/u, '');
}

const quoted = /[“”"「」『』《》<>{}]/u;

/**
 * Reads what a customer says while a quote is open (R24, INV-1). Accepts iff the whole normalised
 * message is a normalised accepted phrase; whatever else is said can only refuse, ask or be asked
 * again. Withdrawal wins over everything it is said together with (Civil Code Art 141).
 */
export function readConfirmation(text: string, phrases: ConfirmationPhrases): ConfirmationReading {
  const exact = normaliseConfirmation(text);
  const accepted = phrases.accepted.map(normaliseConfirmation);
  const others = phrases.others.map(normaliseConfirmation);
  if (accepted.includes(exact)) return { kind: 'accept' };
  if (others.includes(exact)) return { kind: 'wrongPhrase' };
  return { kind: kindOf(text, accepted, others) };
}

/** The rules in order: the first that holds is the reading. */
function kindOf(
  text: string,
  accepted: readonly string[],
  others: readonly string[],
): Exclude<ConfirmationReading['kind'], 'accept'> {
  const said = plainWords(text);
  const joined = said.replaceAll(' ', '');
  const names = (phrase: string) => joined.includes(phrase);
  const agrees = accepted.some(names);
  const asks = says(said, question);
  const isLeaving = accepted.some((phrase) => says(phrase, leaving));
  const firm = [codeMissing, forEver, harmless, doubt].reduce(without, said);
  const withdraws = says(firm, withdrawal) || (!isLeaving && says(firm, leaving));
  // While a cancellation is quoted, 取消吧 may mean either; 取消 alone ends the quote (rights §4.3).
  const isAmbiguous =
    isLeaving && says(said, cancelling) && without(said, cancelling).trim() !== '';
  const waits = says(said, hesitation);

  if (isWholly(said, refusal)) return isAmbiguous ? 'frozen' : 'cancel';
  if (isWholly(said, hesitation)) return 'pause';
  if (isWholly(said, softYes) && !isWholly(said, thing) && !withdraws) return 'soft';
  if (says(firm, decided) || (agrees && (withdraws || waits || says(firm, refusal))))
    return 'frozen';
  if (says(said, forEver)) return 'standing';
  if (says(said, codeShared)) return 'codeForBot';
  if (says(said, codeMissing)) return 'noCode';
  if (says(said, otherPerson)) return 'thirdParty';
  if (says(said, instruction) && !asks) return 'other';
  if (withdraws && !asks) return 'frozen';
  if (asks) return 'question';
  if (waits) return 'pause';
  if (says(said, doubt) || says(said, condition)) return 'question';
  if (others.some(names)) return 'wrongPhrase';
  if (quoted.test(text)) return 'other';
  return agrees || accepted.some((phrase) => isOneSlipFrom(phrase, joined)) ? 'soft' : 'other';
}
