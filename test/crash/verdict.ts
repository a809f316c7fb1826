import assert from 'node:assert/strict';
import { verifyChain } from '../../adapters/store/evidenceChain.ts';
import type { Store } from '../../ports/store.ts';
import { proved } from '../support/change.ts';
import type { MadeChange } from './change.ts';

/** What the bot may say in one change, in this order and each once; greeting and thanks are any words. */
const said = [
  /./,
  /Q[0-9A-F]{12}/,
  /第一次确认收到了/,
  /两次确认都收到了/,
  /：办理成功/,
  /电子协议 AG-[0-9A-F]{12} 已经生成/,
  /./,
];
/** Told between the order and its outcome when the operator takes its time (N7). */
const underWay = /结果还不知道/;

/** What the operator has: its orders and agreements. */
export interface OperatorBooks {
  orders(quoteId: string): Promise<ReadonlyArray<Record<string, unknown>>>;
  agreements(number: string): Promise<ReadonlyArray<Record<string, unknown>>>;
}

/** The books as anybody may read them who may read the operator. */
export function booksOf(sandboxUrl: string): OperatorBooks {
  const list = async (path: string) => {
    const response = await fetch(`${sandboxUrl}/tmf-api/${path}&limit=1000`);
    return (await response.json()) as ReadonlyArray<Record<string, unknown>>;
  };
  return {
    orders: (id) => list(`productOrderingManagement/v4/productOrder?externalId=${id}`),
    agreements: (number) => list(`agreementManagement/v4/agreement?externalId=${number}`),
  };
}

const agreementOf = ({ quoteId }: MadeChange) => `AG-${quoteId.slice(1)}`;

/** Nothing lost, nothing twice, and the customer knows: of one change that a kill interrupted. */
export async function judge(change: MadeChange, books: OperatorBooks): Promise<void> {
  const { heard, messages, quoteId, wish } = change;
  const orders = await books.orders(quoteId);
  assert.deepEqual(
    orders.map(({ state }) => state),
    ['completed'],
    `orders of ${quoteId}`,
  );
  const [{ id: orderNumber } = {}] = orders;
  assert.equal((await books.agreements(agreementOf(change))).length, 1, 'registered agreements');

  const told = heard.filter((text) => !underWay.test(text));
  const isAsExpected =
    told.length === said.length && said.every((form, at) => form.test(told[at] ?? ''));
  assert.ok(isAsExpected, `the bot said:\n${told.join('\n')}`);
  const outcome = told[4] ?? '';
  assert.ok(outcome.includes(wish.done) && outcome.includes(String(orderNumber)), outcome);
  assert.ok(told[5]?.includes(agreementOf(change)));

  const [code, ...notices] = messages.filter((text) => !/处理中/.test(text));
  assert.match(code ?? '', /#\d{6}$/);
  assert.equal(notices.length, 1, `SMS after the code:\n${notices.join('\n')}`);
  assert.ok(notices[0]?.includes(`订单号${orderNumber}`), notices[0]);
  const waits = (texts: readonly string[], form: RegExp) =>
    texts.filter((text) => form.test(text)).length;
  assert.equal(
    waits(heard, underWay),
    waits(messages, /处理中/),
    'told to wait, in chat and by SMS',
  );
  assert.ok(waits(heard, underWay) <= 1, 'told to wait once');
}

/** What was put on record of all changes: whole chains, every step once, one kept agreement each. */
export async function judgeRecords(store: Store, changes: readonly MadeChange[]): Promise<void> {
  const kinds = new Map<unknown, string[]>();
  const kept = new Map<string, string>();
  const registered = new Map<unknown, unknown>();
  for (const subject of await store.evidenceSubjects()) {
    const records = await store.evidence(subject);
    assert.equal(verifyChain(records), undefined, `the chain of ${subject}`);
    for (const { kind, data } of records) {
      if (data.outcome === 'unknown' || data.notice === 'unknown') continue;
      kinds.set(data.quoteId, [...(kinds.get(data.quoteId) ?? []), kind]);
      if (kind === 'agreement') registered.set(data.number, data.documentHash);
    }
    for (const { number, documentHash } of await store.agreements(subject))
      kept.set(number, documentHash);
  }
  for (const change of changes) {
    const { quoteId } = change;
    assert.deepEqual(kinds.get(quoteId), proved, `evidence of ${quoteId}`);
    const number = agreementOf(change);
    assert.ok(kept.has(number), `kept agreement of ${quoteId}`);
    assert.equal(kept.get(number), registered.get(number));
  }
  assert.equal(kept.size, changes.length, 'kept agreements');
}
