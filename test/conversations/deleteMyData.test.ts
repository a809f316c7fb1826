import assert from 'node:assert/strict';
import { verifyChain } from '../../adapters/store/evidenceChain.ts';
import type { Store } from '../../ports/store.ts';
import { belongsTo } from '../support/lines.ts';
import { startTalk } from '../support/talk.ts';
import { ownSandbox, ownStore } from '../support/world.ts';

const zhao = '13800138004';

const textsOf = async (store: Store, id: string) =>
  (await store.activities(id, 0, 1000)).map(({ activity }) => activity.text);

/** The customer has one ledger; the store of these tests holds nobody else's. */
async function customerIn(store: Store): Promise<string> {
  const subjects = await store.evidenceSubjects();
  const found = [];
  for (const subject of subjects) {
    if ((await store.evidence(subject)).some(({ kind }) => kind === 'erased')) found.push(subject);
  }
  assert.equal(found.length, 1);
  return found[0] ?? '';
}

describe('deleting my data', () => {
  async function twoTalks() {
    const store = await ownStore();
    const first = await startTalk({ store, verifiedPhoneNumber: zhao });
    await first.customer.says('查余额');
    first.bot.shows();
    const talk = await startTalk({ store, verifiedPhoneNumber: zhao });
    await talk.customer.says('我的套餐');
    talk.bot.shows();
    return { ...talk, store, firstId: first.id };
  }

  it('is asked once more, with what goes, what stays and why; then it is done and on record', async () => {
    const { customer, bot, store, firstId, id } = await twoTalks();
    await customer.says('删除我的聊天记录');
    const question = bot.shows().text ?? '';
    assert.match(question, /2 段对话，共 9 条消息/);
    assert.match(question, /不能删.*合同结束后 3 年.*民法典第 188 条/);
    assert.equal((await textsOf(store, firstId)).length, 4);
    await customer.taps('确认删除');
    bot.says('deleteMyData:erasing');
    bot.says('deleteMyData:done', { conversations: 2, messages: 8 });
    assert.deepEqual(await textsOf(store, firstId), []);
    const left = (await textsOf(store, id)).filter((text) => text !== undefined);
    assert.equal(left[0], '删除我的聊天记录');
    assert.equal(left[2], '确认删除');
    const chain = await store.evidence(await customerIn(store));
    assert.equal(verifyChain(chain), undefined);
    const { messages, conversations, rules } = chain.at(-1)?.data ?? {};
    assert.deepEqual([messages, conversations, rules], [8, 2, ['E40']]);
  });

  it('does nothing on a no, on other words, or when an old answer is repeated', async () => {
    const { customer, bot, store, firstId } = await twoTalks();
    await customer.says('删除我的聊天记录');
    bot.shows();
    await customer.says('先不删');
    bot.says('deleteMyData:nothing');
    await customer.says('再说一遍');
    bot.says('deleteMyData:nothing');
    await customer.says('删除我的聊天记录');
    bot.shows();
    await customer.says('好吧');
    bot.shows();
    assert.match(bot.shows().text ?? '', /请再确认一次/);
    await customer.says('取消');
    bot.says('common:cancelled');
    assert.equal((await textsOf(store, firstId)).length, 4);
  });

  it('does not delete again when the answer is repeated', async () => {
    const { customer, bot } = await twoTalks();
    await customer.says('删除我的聊天记录');
    bot.shows();
    await customer.says('确认删除');
    bot.says('deleteMyData:erasing');
    bot.shows();
    await customer.says('再说一遍');
    bot.says('deleteMyData:nothing');
  });

  it('spares what is held, and is refused with the reason while everything is', async () => {
    const { customer, bot, store, firstId } = await twoTalks();
    await store.setHold({
      subject: firstId,
      reason: 'case 7',
      setBy: 'counsel',
      setAt: '2026-11-24T02:00:00.000Z',
    });
    await customer.says('删除我的聊天记录');
    bot.shows();
    await customer.says('确认删除');
    bot.says('deleteMyData:erasing');
    bot.says('deleteMyData:done', { conversations: 1, messages: 4 });
    const customerId = await customerIn(store);
    await store.setHold({
      subject: customerId,
      reason: 'case 8',
      setBy: 'counsel',
      setAt: '2026-11-24T02:00:00.000Z',
    });
    await customer.says('删除我的聊天记录');
    bot.shows();
    await customer.says('确认删除');
    bot.says('deleteMyData:held', { hotline: '10000' });
    assert.equal((await textsOf(store, firstId)).length, 4);
  });

  it('leaves what was said with another number of the same customer', async () => {
    const sandbox = await ownSandbox();
    await belongsTo(sandbox, 'line-zhao-secondary', 'customer-zhao');
    const holder = await startTalk({ sandbox, verifiedPhoneNumber: zhao });
    await holder.customer.says('查余额');
    holder.bot.shows();
    const child = await startTalk({ sandbox, verifiedPhoneNumber: '13800138014' });
    await child.customer.says('查余额');
    child.bot.shows();
    await child.customer.says('删除我的聊天记录');
    assert.match(child.bot.shows().text ?? '', /138\*{4}8014 验证过的 1 段对话/);
    await child.customer.says('确认删除');
    child.bot.says('deleteMyData:erasing');
    child.bot.says('deleteMyData:done', { conversations: 1, messages: 4 });
    assert.equal((await textsOf(holder.store, holder.id)).length, 4);
  });

  it('asks for the number first, and is told in English too', async () => {
    const { customer, bot, speaks } = await startTalk({ locale: 'en' });
    speaks('en');
    await customer.says('delete my chat history');
    bot.says('identification:askNumber');
  });
});
