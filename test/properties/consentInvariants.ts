import assert from 'node:assert/strict';
import { verifyChain } from '../../adapters/store/evidenceChain.ts';
import { disclosureHash } from '../../domain/disclosure.ts';
import type { EvidenceRecord } from '../../ports/store.ts';
import { sha256 } from '../support/orderConsent.ts';
import { texts } from './process.ts';
import { ordered, type Proof, placeOf, type QuoteProof } from './proof.ts';

const ends = ['cancelled', 'expired', 'superseded', 'locked'];
const isEnding = ({ disclosure }: QuoteProof) =>
  disclosure.order.action === 'cancel' || disclosure.order.action === 'undoPlanChange';

/** Written apart from the reader: the phrase of this card and nothing else. */
const isPhrase = (quote: QuoteProof, text: string) =>
  new RegExp(`^(${isEnding(quote) ? '确认退订' : '确认办理'}|confirm)[。.!~]*$`, 'u').test(
    text
      .replace(/[…‥]/gu, '_')
      .normalize('NFKC')
      .replace(/\p{White_Space}/gu, '')
      .toLowerCase(),
  );

/** The ledger holds together: nothing was changed, left out or put in (R28). */
export function chainsHold({ chains }: Proof): void {
  for (const chain of chains) assert.equal(verifyChain(chain), undefined);
}

/** INV-1: one consent for each order, both halves of it over what was shown, in order and in time. */
export function everyOrderHasOneConsent(proof: Proof): void {
  for (const order of proof.orders) {
    const quote = proof.quotes.find(({ id }) => id === order.externalId);
    assert.ok(quote, 'INV-1: an order that nobody was shown');
    assert.equal(quote.of('ordered').length, 1, 'INV-1: ordered once on the ledger');
    assert.equal(quote.of('confirmedTwice').length, 1, 'INV-1: one second confirmation');
    const note = order.note.find(({ id }) => id === 'disclosureHash')?.text;
    assert.equal(note, quote.hash, 'INV-1: the order carries another hash');
    const items = JSON.stringify(order.productOrderItem);
    assert.ok(items.includes(`"${quote.disclosure.order.lineId}"`), 'INV-1: another number');
  }
  for (const quote of ordered(proof)) {
    const [first, second] = confirmationsOf(quote);
    assert.equal(
      disclosureHash(quote.disclosure, sha256),
      quote.hash,
      'INV-1: hash of what was shown',
    );
    for (const { data } of [...quote.of('disclosed'), first, second])
      assert.equal(data.hash, quote.hash, 'INV-1: hashes differ');
    const times = [quote.issuedAt, first.data.at, second.data.at].map((at) =>
      Date.parse(String(at)),
    );
    const [issuedMs = 0, firstMs = 0, secondMs = 0] = times;
    assert.ok(issuedMs <= firstMs && firstMs <= secondMs, 'INV-1: times out of order');
    assert.notEqual(first.data.activityId, second.data.activityId, 'INV-1: one message for both');
  }
}

function confirmationsOf(quote: QuoteProof): readonly [EvidenceRecord, EvidenceRecord] {
  const first = quote.of('confirmedOnce').at(-1);
  const second = quote.of('confirmedTwice').at(-1);
  assert.ok(first && second, 'INV-1: a confirmation is missing');
  assert.ok(first.position < second.position, 'INV-1: confirmed in the wrong order');
  return [first, second];
}

/** INV-1, INV-4: whether or not it came to an order, nothing counts after a quote's end. */
export function nothingCountsAfterTheEnd({ quotes }: Proof): void {
  for (const quote of quotes) {
    const confirmed = [...quote.of('confirmedOnce'), ...quote.of('confirmedTwice')];
    for (const { at, position } of confirmed) {
      assert.ok(Date.parse(at) < Date.parse(quote.expiresAt), 'INV-1: confirmed after expiry');
      for (const end of ends.flatMap((kind) => quote.of(kind)))
        assert.ok(position < end.position, `INV-4: confirmed after it was ${end.kind}`);
    }
  }
}

/** INV-2: both halves were said by the customer: typed, tapped or sent from the subscribed phone. */
export function onlyTheCustomerConsents(proof: Proof): void {
  for (const quote of proof.quotes) {
    for (const first of quote.of('confirmedOnce')) firstIsTheirs(proof, quote, first);
    for (const second of quote.of('confirmedTwice')) secondIsTheirs(proof, quote, second);
  }
}

function firstIsTheirs(proof: Proof, quote: QuoteProof, { data }: EvidenceRecord): void {
  const said = proof.played.said.find(({ activityId }) => activityId === data.activityId);
  assert.ok(said, 'INV-2: nobody said the first confirmation');
  assert.equal(said.conversationId, quote.conversationId, 'INV-2: confirmed in another tab');
  if (data.method === 'button') {
    const tokens = tokensOf(proof, quote);
    assert.ok(said.token && tokens.includes(said.token), 'INV-2: not the button of this card');
  } else assert.ok(isPhrase(quote, said.text), `INV-2: “${said.text}” is not the phrase`);
}

/** The confirming buttons of the cards that showed this quote. */
function tokensOf({ shown }: Proof, { id }: QuoteProof): string[] {
  return shown.flatMap(({ view }) => {
    const rows = (view.sections ?? []).flatMap((section) => section.rows ?? []);
    const token = view.choices?.find((choice) => choice.token)?.token;
    return token && rows.some(({ value }) => value.includes(id)) ? [token] : [];
  });
}

function secondIsTheirs(
  { played, messages }: Proof,
  quote: QuoteProof,
  second: EvidenceRecord,
): void {
  const shortCode = String(quote.of('codeSent').at(-1)?.data.shortCode);
  if (second.data.method === 'smsReply') {
    const own = played.texted.filter(({ from }) => from === played.story.phoneNumber);
    assert.ok(
      own.some(({ text }) => text === `Y${shortCode}`),
      'INV-2: no phone said yes',
    );
    return;
  }
  const said = played.said.find(({ activityId }) => activityId === second.data.activityId);
  assert.ok(said, 'INV-2: nobody entered the code');
  assert.equal(said.conversationId, quote.conversationId, 'INV-2: entered in another tab');
  const codes = messages
    .filter(({ text }) => text.includes(`Y${shortCode}`))
    .map(({ text, receivedAt }) => ({ code: /#(\d{6})$/.exec(text)?.[1], receivedAt }))
    .filter(({ receivedAt }) => receivedAt <= String(second.data.at));
  assert.equal(codeIn(said.text), codes.at(-1)?.code, 'INV-2: not the latest code of this order');
}

/** Written apart from the reader: the code, perhaps by its name, and not a word more. */
const codeIn = (text: string) =>
  /^(?:验证码是?|code(?: is)?)?[\s:：]*(\d{6})[\s。.!]*$/iu.exec(text.trim())?.[1] ?? `“${text}”`;

/** INV-4: nothing is ordered twice, nor after a quote was cancelled, replaced, locked or over. */
export function nothingIsOrderedTwiceOrLate(proof: Proof): void {
  const keys = proof.orders.map(({ externalId }) => externalId);
  assert.equal(new Set(keys).size, keys.length, 'INV-4: two orders for one quote');
  for (const quote of ordered(proof)) {
    for (const kind of ends) assert.equal(quote.of(kind).length, 0, `INV-4: ordered and ${kind}`);
    const sent = proof.played.calls.filter(
      ({ name, key }) => name === 'placeOrder' && key === quote.id,
    );
    for (const { at = '' } of sent)
      assert.ok(Date.parse(at) < Date.parse(quote.expiresAt), 'INV-4: sent after expiry');
  }
}

/** INV-4: an order whose answer was lost is asked about before it is sent again. */
export function nothingIsSentAgainBlindly({ played }: Proof): void {
  const sent = new Set<string>();
  for (const { name, key = '', answer } of played.calls) {
    if (name === 'findOrder:answer' && answer === undefined) sent.delete(key);
    if (name !== 'placeOrder') continue;
    assert.ok(!sent.has(key), 'INV-4: sent again without having asked');
    sent.add(key);
  }
}

/** Rights §4.3: after contradictory words only a clear yes goes on. */
export function contradictionsAreCleared(proof: Proof): void {
  for (const quote of ordered(proof)) {
    const [, second] = confirmationsOf(quote);
    const end = placeOf(second.data.activityId);
    const frozen = proof.shown.filter(
      ({ conversationId, sequence, view }) =>
        conversationId === quote.conversationId && sequence < end && saysFrozen(view.text),
    );
    const last = frozen.at(-1);
    if (!last || quote.of('frozen').length === 0) continue;
    const clear = proof.played.said.some(
      ({ activityId, conversationId, text, token }) =>
        conversationId === quote.conversationId &&
        placeOf(activityId) > last.sequence &&
        placeOf(activityId) < end &&
        (isPhrase(quote, text) || (token && tokensOf(proof, quote).includes(token))),
    );
    assert.ok(clear, '§4.3: ordered while frozen');
  }
}

const frozenTexts = Object.values(texts).flatMap((t) =>
  ['confirmOrder', 'confirmCancel'].map((phrase) =>
    t('change:said.frozen', { phrase: t(`change:phrase.${phrase}`) }),
  ),
);
const saysFrozen = (text: string | undefined) => text !== undefined && frozenTexts.includes(text);
