import type { ChangeFacts, ChangeWish } from '../../domain/change.ts';
import { composeDisclosure, stillSays } from '../../domain/composeDisclosure.ts';
import type { Quote } from '../../domain/consent.ts';
import { type DisclosureKey, disclosureHash } from '../../domain/disclosure.ts';
import { type Refusal, refusalOf } from '../../domain/refusal.ts';
import { type ChangeStep, type OpenQuote, recordOf } from './changeState.ts';
import { refusalText } from './changeTexts.ts';
import { differences, disclosureCard, writerOf } from './disclosureView.ts';
import { type ChoiceDraft, show, type ViewDraft } from './talk.ts';

/** What quoting came to: a quote, or a sentence that says why there is none. */
type Quoted = { readonly open: OpenQuote } | { readonly refused: ViewDraft };

/**
 * Reads the facts, unless they were read just now, refuses what cannot be, composes the disclosure and
 * opens a quote on it. Throws `Unavailable` when the carrier does not answer; then nothing is quoted
 * and nothing changed.
 */
export async function quote(
  step: ChangeStep,
  wish: ChangeWish,
  known?: ChangeFacts,
): Promise<Quoted> {
  const { turn, talk } = step;
  const { policy, hash, newId, randomDigits, operator } = turn.services;
  const facts = known ?? (await talk.carrier.changeFacts(talk.line, wish));
  const refusal = refusalOf(facts, turn.now, policy, operator.timeZone);
  if (refusal) return { refused: refused(step, refusal, wish) };
  const composed = compose(step, facts, turn.now);
  if ('missing' in composed) return { refused: incomplete(step, wish, composed.missing) };
  const { disclosure } = composed;
  const made: Quote = {
    id: `Q${newId().replaceAll('-', '').slice(0, 12).toUpperCase()}`,
    conversationId: turn.conversationId,
    disclosure,
    hash: disclosureHash(disclosure, hash),
    language: talk.language,
    issuedAt: turn.now.toISOString(),
    expiresAt: new Date(turn.now.getTime() + policy.limits.quoteLifetimeMs).toISOString(),
  };
  const open: OpenQuote = {
    quote: made,
    wish,
    phase: 'first',
    token: newToken(step),
    shortCode: randomDigits(4),
  };
  intendReminders(step, made);
  return { open };
}

/** Letters only: what looks like a number is masked on its way in. */
const newToken = ({ turn }: ChangeStep) =>
  turn.services.newId().replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));

function compose({ turn }: ChangeStep, facts: ChangeFacts, at: Date) {
  const { operator, policy } = turn.services;
  // Refused before when there are no terms.
  if (!facts.terms) throw new Error('nothing to disclose');
  return composeDisclosure(facts, facts.terms, at, operator.timeZone, policy);
}

/** Shows the card and keeps what was shown, word for word (R28). Opens the quote in the state. */
export async function disclose(
  step: ChangeStep,
  open: OpenQuote,
  changed: readonly DisclosureKey[] = [],
): Promise<void> {
  step.state.open = open;
  const card = disclosureCard(step, open, changed);
  recordOf(step, 'disclosed', open, {
    conversationId: open.quote.conversationId,
    disclosure: open.quote.disclosure,
    language: open.quote.language,
    shown: { title: card.title, text: card.text, sections: card.sections, details: card.details },
    issuedAt: open.quote.issuedAt,
    expiresAt: open.quote.expiresAt,
    rules: ['R22', 'R23', 'E14'],
  });
  await show(step.turn, card);
}

/**
 * The same quote in the language that is spoken now. A yes to other words, and the code that came of
 * it, count no more (R24).
 */
export async function discloseInLanguage(step: ChangeStep, open: OpenQuote): Promise<void> {
  const { first, challenge, ...unconfirmed } = open;
  const quote = { ...open.quote, language: step.talk.language };
  const token = newToken(step);
  await disclose(step, { ...unconfirmed, quote, phase: 'first', token });
}

/** What the final look came to: as it was shown, otherwise by now, or no more to be had. */
export type Held = 'holds' | { readonly changed: ChangeFacts } | { readonly refused: ViewDraft };

/** The final look before a confirmation counts: is everything still as it was shown (X17)? */
export async function stillHolds(step: ChangeStep, open: OpenQuote): Promise<Held> {
  const { turn, talk } = step;
  const { policy, hash, operator } = turn.services;
  const facts = await talk.carrier.changeFacts(talk.line, open.wish);
  const refusal = refusalOf(facts, turn.now, policy, operator.timeZone);
  if (refusal) return { refused: refused(step, refusal, open.wish) };
  return stillSays(open.quote, facts, turn.now, operator.timeZone, policy, hash)
    ? 'holds'
    : { changed: facts };
}

/** Something changed meanwhile: the old quote is void, the new one shows what differs (§4.4). */
export async function discloseAnew(
  step: ChangeStep,
  old: OpenQuote,
  facts: ChangeFacts,
): Promise<void> {
  recordOf(step, 'superseded', old, { reason: 'changed', rules: ['X17'] });
  step.state.open = undefined;
  const quoted = await quote(step, old.wish, facts);
  if ('refused' in quoted) {
    await show(step.turn, quoted.refused);
    return;
  }
  const { open } = quoted;
  await disclose(step, open, differences(old.quote.disclosure, open.quote.disclosure));
}

function refused({ talk, turn }: ChangeStep, refusal: Refusal, wish: ChangeWish): ViewDraft {
  const { t, operator } = talk;
  turn.state.why = `change:why.${refusal.reason}`;
  turn.record({
    kind: 'refused',
    subject: talk.line.customerId,
    at: turn.now.toISOString(),
    data: { action: wish.action, reason: refusal.reason },
  });
  const person = { label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } };
  return {
    text: refusalText(refusal, { ...writerOf(talk), operator }),
    choices: [...ways(refusal, t), person],
  };
}

/** What may be done instead, one tap away: exactly what the sentence names. */
function ways({ reason }: Refusal, t: ChangeStep['talk']['t']): ChoiceDraft[] {
  const dialog = wayOut[reason];
  return dialog ? [{ label: t(`common:intent.${dialog}`), start: { dialog, slots: {} } }] : [];
}

const wayOut: Readonly<Partial<Record<Refusal['reason'], string>>> = {
  lineSuspended: 'resumeLine',
  alreadySuspended: 'resumeLine',
  orderOpen: 'checkOrders',
  planChangePending: 'undoPlanChange',
  planNotCancellable: 'changePlan',
  alreadyBegun: 'changePlan',
  arrears: 'checkBill',
};

/** A field that nobody can fill: not sold, said plainly, and on record so that somebody mends it (R33). */
function incomplete(
  { talk, turn }: ChangeStep,
  wish: ChangeWish,
  missing: readonly DisclosureKey[],
): ViewDraft {
  const { t, operator } = talk;
  turn.services.alert('disclosure.incomplete', { ...wish, missing: missing.join(',') });
  turn.record({
    kind: 'incomplete',
    subject: talk.line.customerId,
    at: turn.now.toISOString(),
    data: { ...wish, missing, rules: ['R22', 'R33'] },
  });
  return {
    text: t('change:incomplete', { hotline: operator.hotline }),
    choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
  };
}

/** A word before the quote runs out, and its end on record when nobody answers (WCAG 2.2.1, R28). */
function intendReminders({ turn }: ChangeStep, { id, expiresAt }: Quote): void {
  const { vault, policy } = turn.services;
  const remind = (event: string, atMs: number) =>
    turn.intend({
      kind: 'remind',
      sealedPayload: vault.seal(
        JSON.stringify({
          conversationId: turn.conversationId,
          replyTo: turn.replyTo,
          event,
          value: { quoteId: id },
        }),
      ),
      notBefore: new Date(atMs).toISOString(),
    });
  const endMs = Date.parse(expiresAt);
  remind('quoteExpiring', endMs - policy.limits.warnBeforeExpiryMs);
  remind('quoteExpired', endMs);
}
