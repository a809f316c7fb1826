import assert from 'node:assert/strict';
import { createOwnDataPages } from '../../bots/ownDataPages.ts';
import { belongsTo } from '../support/lines.ts';
import { keyOf, secretOf } from '../support/links.ts';
import { rowsOf, startTalk, vault } from '../support/talk.ts';
import { ownSandbox, ownStore } from '../support/world.ts';

const zhao = '13800138004';
const secondary = '13800138014';
const masked = (number: string) => `${number.slice(0, 3)}\\*{4}${number.slice(-4)}`;
const browser = 'the-browser-that-the-chat-was-in';

interface Exported {
  readonly customerId: string;
  readonly conversations: ReadonlyArray<{
    readonly conversationId: string;
    readonly messages: ReadonlyArray<{ readonly from: string; readonly text: string }>;
  }>;
  readonly evidence: ReadonlyArray<{ readonly kind: string }>;
}

describe('exporting my data', () => {
  async function exporting() {
    const store = await ownStore();
    const talk = await startTalk({ store, verifiedPhoneNumber: zhao, browser });
    await talk.customer.says('我的手机号是13912345678，查余额');
    talk.bot.shows();
    const open = createOwnDataPages({ store, vault, clock: talk.now });
    return { ...talk, store, open };
  }

  it('takes a fresh code, tells the phone, and gives a file that opens once', async () => {
    const { customer, bot, phone, open, store } = await exporting();
    const before = (await phone.messages(zhao)).length;
    await customer.says('导出我的个人信息');
    assert.match(bot.shows().text ?? '', /验证码短信已发到 138\*{4}8004/);
    assert.deepEqual((await phone.messages(zhao)).length, before + 1);
    await customer.says(await phone.code(zhao));
    const view = bot.shows();
    assert.equal(view.title, '导出我的个人信息');
    assert.match(view.link?.url ?? '', /^https:\/\/chat\.example\.com\/my-data\/[0-9a-f]{64}$/);
    assert.match((await phone.messages(zhao)).at(-1) ?? '', /导出了个人信息.*非本人操作/);
    const secret = secretOf(view);
    const file = await open(secret, keyOf(view, browser));
    const data = JSON.parse(file?.bytes.toString() ?? '') as Exported;
    const said = data.conversations.flatMap(({ messages }) => messages);
    assert.deepEqual(said[0]?.from, 'bot');
    assert.equal(said[1]?.from, 'customer');
    assert.match(said[1]?.text ?? '', /139\*{4}5678/);
    assert.doesNotMatch(file?.bytes.toString() ?? '', /13912345678|13800138004/);
    assert.deepEqual(
      data.evidence.map(({ kind }) => kind),
      ['steppedUp', 'accessed', 'identified'],
    );
    assert.equal(await open(secret, keyOf(view, browser)), undefined);
    const accessed = (await store.evidence(data.customerId)).at(-1);
    assert.equal(accessed?.data.what, 'myData');
  });

  it('opens in the browser of the chat alone, and is not used up by another one', async () => {
    const { customer, bot, phone, open } = await exporting();
    await customer.says('下载我的个人信息');
    bot.shows();
    await customer.says(await phone.code(zhao));
    const secret = secretOf(bot.shows());
    assert.equal(await open(secret, 'another browser'), undefined);
    assert.equal(await open(secret, undefined), undefined);
    assert.ok(await open(secret, browser));
  });

  it('does not open after five minutes', async () => {
    const { customer, bot, phone, open, later } = await exporting();
    await customer.says('下载我的个人信息');
    bot.shows();
    await customer.says(await phone.code(zhao));
    const view = bot.shows();
    later(5 * 60_000);
    assert.equal(await open(secretOf(view), keyOf(view, browser)), undefined);
  });

  it('holds nothing of another number of the same customer, whoever has that SIM (rights §5.1)', async () => {
    const sandbox = await ownSandbox();
    await belongsTo(sandbox, 'line-zhao-secondary', 'customer-zhao');
    const holder = await startTalk({ sandbox, browser, verifiedPhoneNumber: zhao });
    await holder.customer.says('关闭营销短信');
    holder.bot.shows();
    const child = await startTalk({ sandbox, browser, verifiedPhoneNumber: secondary });
    await child.customer.says('查余额');
    child.bot.shows();
    const open = createOwnDataPages({ store: child.store, vault, clock: child.now });
    for (const [talk, number, other] of [
      [child, secondary, holder],
      [holder, zhao, child],
    ] as const) {
      await talk.customer.says('导出我的个人信息');
      talk.bot.shows();
      await talk.customer.says(await talk.phone.code(number));
      const view = talk.bot.shows();
      assert.match(view.notes?.join() ?? '', new RegExp(`只有 ${masked(number)} 这个号码`));
      const text = (await open(secretOf(view), keyOf(view, browser)))?.bytes.toString() ?? '';
      const data = JSON.parse(text) as Exported;
      assert.deepEqual(
        data.conversations.map(({ conversationId }) => conversationId),
        [talk.id],
      );
      assert.doesNotMatch(text, new RegExp(other.id));
      assert.equal(rowsOf(view).get('办理、查看等留存记录'), String(data.evidence.length - 2));
    }
  });

  it('gives nothing for a wrong code', async () => {
    const { customer, bot, phone } = await exporting();
    await customer.says('导出我的数据');
    bot.shows();
    const code = await phone.code(zhao);
    await customer.says(code === '000000' ? '000001' : '000000');
    bot.says('identification:wrong');
  });
});
