import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { verifyAgreement } from '../../adapters/agreement/verify.ts';
import type { Balance } from '../../ports/carrier.ts';
import type { Json } from './operator.ts';
import { texts, vault } from './process.ts';
import { ordered, type Proof, type QuoteProof } from './proof.ts';

const languages = Object.values(texts);
const fen = (value: unknown) => Math.round(Number(value) * 100);
const amountOf = ({ price }: Json) =>
  fen((price as { taxIncludedAmount: { value: number } }).taxIncludedAmount.value);

/** INV-3 and INV-8: what is charged was disclosed: each kind, at most as much, no earlier; nothing beside it. */
export function onlyWhatWasDisclosedIsCharged(proof: Proof): void {
  for (const quote of ordered(proof)) {
    const { summary, order: terms } = quote.disclosure;
    const most: Readonly<Record<string, number>> = {
      monthlyFee: summary.monthlyFee.minorUnits,
      oneOffFee: summary.oneOffFee.minorUnits,
      earlyTerminationFee: summary.earlyTerminationFeeToday.minorUnits,
    };
    for (const order of quote.orders) {
      assert.equal(order.productOrderItem.length, 1, 'INV-8: something was ordered along');
      for (const price of order.productOrderItem[0]?.itemPrice ?? []) {
        const limit = most[String(price.name)];
        assert.ok(limit !== undefined && amountOf(price) <= limit, `INV-3: ${String(price.name)}`);
      }
      if (order.state !== 'completed') continue;
      const products = productsOf(proof, order.id);
      const isNew = terms.action === 'order' || terms.action === 'changePlan';
      assert.ok(!isNew || products.length > 0, 'INV-3: done, and nothing came of it');
      for (const product of products) {
        assert.ok(
          Date.parse(String(product.startDate)) >= Date.parse(summary.effectiveAt),
          'INV-3: charged before its day',
        );
        if (!isRaisedAfterLastLook(proof, quote.id)) isNoDearer(product, quote);
      }
      if (terms.action === 'cancel') hasEnded(proof, quote);
      if (terms.action === 'undoPlanChange') neverBegins(proof, quote);
    }
  }
}

/** Prices that rise while an order is under way are the operator's to keep; before, the bot must see them. */
function isRaisedAfterLastLook({ played }: Proof, quoteId: string): boolean {
  const { calls } = played;
  const placed = calls.findLastIndex(({ name, key }) => name === 'placeOrder' && key === quoteId);
  const looked = calls.slice(0, placed).findLastIndex(({ name }) => name === 'changeFacts');
  return calls.slice(looked).some(({ name }) => name === 'raised');
}

const productsOf = ({ products }: Proof, orderId: string) =>
  products.filter(({ id }) => String(id).startsWith(`${orderId}-`));

function isNoDearer(product: Json, { disclosure }: QuoteProof): void {
  const prices = (product.productPrice ?? []) as Json[];
  const sumOf = (type: string) =>
    prices
      .filter(({ priceType }) => priceType === type)
      .reduce((sum, each) => sum + amountOf(each), 0);
  const { monthlyFee, oneOffFee } = disclosure.summary;
  assert.ok(sumOf('recurring') <= monthlyFee.minorUnits, 'INV-3: dearer each month');
  assert.ok(sumOf('oneTime') <= oneOffFee.minorUnits, 'INV-3: dearer at once');
  const { endsAt } = disclosure.summary;
  if (endsAt !== undefined)
    assert.equal(
      Date.parse(String(product.terminationDate)),
      Date.parse(endsAt),
      'INV-11: goes on',
    );
}

/** INV-11: no charge after the end that was disclosed. */
function hasEnded({ products }: Proof, { disclosure }: QuoteProof): void {
  const product = products.find(({ id }) => id === disclosure.order.subscriptionId);
  assert.ok(product, 'INV-11: what was cancelled is gone');
  assert.match(String(product.status), /^(pendingTerminate|terminated)$/, 'INV-11: still running');
  const endMs = Date.parse(String(product.terminationDate));
  assert.ok(endMs <= Date.parse(disclosure.order.effectiveAt), 'INV-11: charged after its end');
}

function neverBegins({ products }: Proof, { disclosure }: QuoteProof): void {
  const product = products.find(({ id }) => id === disclosure.order.subscriptionId);
  assert.ok(!product || product.status === 'cancelled', 'INV-11: the plan taken back begins');
}

/** INV-6: every order ends in one word, told on the phone; done ones with a whole agreement. */
export async function everyOutcomeIsTold(proof: Proof): Promise<void> {
  assert.ok(!proof.played.isWorkLeft, 'INV-6: work is left undone');
  const told = { committed: 0, failed: 0, unknown: 0 };
  for (const quote of ordered(proof)) {
    const outcomes = quote.of('outcome').map(({ data }) => data.outcome as keyof typeof told);
    for (const outcome of outcomes) told[outcome] += 1;
    assert.equal(quote.of('notified').length, outcomes.length * 2, 'INV-6: chat and SMS for each');
    const last = outcomes.at(-1);
    const isDone = quote.orders.some(({ state }) => state === 'completed');
    assert.equal(last, isDone ? 'committed' : 'failed', `INV-6: the last word is ${last}`);
    assert.equal(outcomes.filter((each) => each !== 'unknown').length, 1, 'INV-6: two last words');
    if (isDone) await hasAgreement(proof, quote);
  }
  const words = {
    committed: /[】\]] ?(办理成功|Done)/,
    failed: /[】\]] ?(没有办成|Not done)/,
    unknown: /[】\]] ?(处理中|Under way)/,
  };
  for (const [outcome, pattern] of Object.entries(words)) {
    const sent = proof.messages.filter(({ text }) => pattern.test(text)).length;
    assert.equal(sent, told[outcome as keyof typeof told], `INV-6: notices of ${outcome} by SMS`);
  }
}

async function hasAgreement({ played, agreements }: Proof, quote: QuoteProof): Promise<void> {
  assert.equal(quote.of('agreement').length, 1, 'INV-6: told of one agreement');
  const number = String(quote.of('agreement')[0]?.data.number);
  const kept = await played.memory.store.agreement(number);
  assert.ok(kept, 'INV-6: no agreement is kept');
  const pdf = Buffer.from(vault.open(kept.sealedPdf), 'base64');
  assert.equal(createHash('sha256').update(pdf).digest('hex'), kept.documentHash);
  const verified = verifyAgreement(pdf);
  assert.ok(verified.isValid, 'INV-6: the agreement cannot be verified');
  assert.equal(verified.number, number);
  assert.equal(verified.disclosureHash, quote.hash, 'INV-6: agreed to something else');
  const registered = agreements.filter(({ externalId }) => externalId === number);
  assert.equal(registered.length, 1, 'INV-6: registered once');
}

/** R26: “done” is said, in chat and by SMS, only of orders that the operator had completed by then. */
export function doneIsSaidOnlyOfWhatIsDone(proof: Proof): void {
  const done = new Map(proof.orders.map(({ id, completionDate }) => [id, completionDate]));
  const check = (words: string, at: string) => {
    const [id, completedAt] = [...done].find(([each]) => words.includes(each)) ?? [];
    assert.ok(id && completedAt, 'R26: “done” of what is not');
    assert.ok(Date.parse(completedAt) <= Date.parse(at), 'R26: “done” too early');
  };
  for (const { view, at } of proof.shown)
    if (isDoneTitle(view.title)) check(JSON.stringify(view.sections), at);
  for (const { text, receivedAt } of proof.messages)
    if (/[】\]] ?(办理成功|Done)/.test(text)) check(text, receivedAt);
}

const actions = ['changePlan', 'order', 'cancel', 'undoPlanChange', 'suspend', 'resume'];
const doneTitles = languages.flatMap((t) =>
  actions.map((action) => t('change:outcome.committed', { action: t(`change:action.${action}`) })),
);
const isDoneTitle = (title: string | undefined) =>
  title !== undefined && doneTitles.includes(title);

/** INV-5: no phone number and no code, typed or sent, is anywhere but sealed. */
export function nothingPersonalIsReadable({ played, stored, messages }: Proof): void {
  const codes = messages.flatMap(({ text }) => /#(\d{6})$/.exec(text)?.[1] ?? []);
  const typed = played.said.flatMap(({ text }) => text.match(/(?<!\d)\d{6}(?!\d)/g) ?? []);
  const canaries = [
    played.story.phoneNumber,
    '11010519491231002X',
    '6222020000000000000',
    '6222 0200 0000 0000 000',
    ...typedBesideNumerals,
    ...codes,
    ...typed,
  ];
  const places = { stored, log: played.log.join('\n') };
  for (const [place, text] of Object.entries(places))
    for (const canary of new Set(canaries))
      assert.doesNotMatch(
        text,
        new RegExp(`(?<![0-9a-zA-Z])${canary}(?![0-9a-zA-Z])`),
        `INV-5: ${place}`,
      );
}

/** What customers of the stories type in other digits, or beside them. */
const typedBesideNumerals = ['13900139002', '四八三九二零', '48 39 20', 'wei@example.com'];

/** INV-13: every amount the bot names was read from the operator or stands in a disclosure. */
export function noAmountIsInvented({ played, quotes, shown, messages }: Proof): void {
  const known = new Set<number>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') for (const amount of amountsIn(value)) known.add(amount);
    if (value === null || typeof value !== 'object') return;
    const { minorUnits } = value as { minorUnits?: unknown };
    if (typeof minorUnits === 'number') known.add(Math.abs(minorUnits));
    if ('nextMonthlyFees' in value) known.add(restOf(value as unknown as Balance));
    for (const each of Object.values(value)) look(each);
  };
  for (const { answer } of played.calls) look(answer);
  for (const { disclosure } of quotes) look(disclosure);
  const said = [
    ...shown.map(({ view }) => JSON.stringify(view)),
    ...messages.map(({ text }) => text),
  ];
  for (const words of said)
    for (const amount of amountsIn(words))
      assert.ok(
        known.has(amount),
        `INV-13: ¥${amount / 100} was never read: ${words.slice(0, 400)}`,
      );
}

/** The only figure that is worked out: what a balance leaves after the next fees. */
const restOf = ({ available, arrears, nextMonthlyFees }: Balance) =>
  Math.abs(available.minorUnits - arrears.minorUnits - nextMonthlyFees.minorUnits);

const amountsIn = (text: string) =>
  [...text.matchAll(/¥([\d,]+\.\d\d)/g)].map(([, digits = '']) => fen(digits.replaceAll(',', '')));

/** The bot met nothing it did not expect. */
export function nothingBroke({ played }: Proof): void {
  const bugs = played.log.filter((line) => /"(turn\.bug|intent\.failed)"/.test(line));
  assert.deepEqual(bugs, []);
}
