import assert from 'node:assert/strict';
import { codeRules, identityIdleMs } from '../../domain/verification.ts';
import type { Store } from '../../ports/store.ts';
import { countingCarrier } from '../support/countingCarrier.ts';
import { memoryOf } from '../support/memory.ts';
import { startTalk } from '../support/talk.ts';
import { ownStore, world } from '../support/world.ts';

const chen = '13800138001';
const masked = '138****8001';

describe('proving a number', () => {
  it('asks for the number first, then for the code, then answers the question', async () => {
    const { customer, bot, phone } = await startTalk();
    await customer.says('查余额');
    bot.says('identification:askNumber');
    await customer.says(chen);
    bot.says('identification:askCode', { number: masked, minutes: 5 });
    await customer.says(await phone.code(chen));
    bot.says('identification:done', { number: masked });
    assert.equal(bot.shows().title, `话费余额（${masked}）`);
    bot.saysNothingMore();
  });

  it('takes the number along with the question', async () => {
    const { customer, bot } = await startTalk();
    await customer.says(`查一下 138-0013-8001 的余额`);
    bot.says('identification:askCode', { number: masked, minutes: 5 });
  });

  it('describes in the SMS what the code is for, and ends with the line phones fill in from', async () => {
    const { customer, bot, phone } = await startTalk();
    await customer.says('查余额');
    bot.shows();
    await customer.says('13800138003');
    bot.shows();
    const sms = (await phone.messages('13800138003')).at(-1) ?? '';
    assert.match(sms, /【明白通信】\d{6} 是您在线客服查询的验证码/);
    assert.match(sms, /不会办理任何业务/);
    assert.match(sms, /\n@chat\.example\.com #\d{6}$/);
  });

  it('says the same of a number that is not ours, and accepts no code for it', async () => {
    const { customer, bot, phone } = await startTalk();
    await customer.says('查余额');
    bot.shows();
    await customer.says('13912345678');
    bot.says('identification:askCode', { number: '139****5678', minutes: 5 });
    assert.deepEqual(await phone.messages('13912345678'), []);
    await customer.says('123456');
    bot.says('identification:wrong');
  });

  it('does the same work for a number that is not ours: to the carrier and to the counters', async () => {
    const { sandbox, store } = await world();
    const carrier = await countingCarrier(sandbox.url);
    const counted: string[] = [];
    const memory: Store = {
      ...store,
      count: (key, ...rest) => {
        counted.push(`count ${key.replace(/[^:]*$/, '')}`);
        return store.count(key, ...rest);
      },
      peek: (key, ...rest) => {
        counted.push(`peek ${key.replace(/[^:]*$/, '')}`);
        return store.peek(key, ...rest);
      },
    };
    const work = async (number: string) => {
      const talk = await startTalk({ store: memory, carrierUrl: carrier.url });
      await talk.customer.says('查余额');
      talk.bot.shows();
      carrier.calls();
      counted.splice(0);
      await talk.customer.says(number);
      talk.bot.shows();
      const sent = await talk.phone.code(number).catch(() => '123456');
      await talk.customer.says(sent === '123456' ? '654321' : '123456');
      talk.bot.says('identification:wrong');
      return { asked: carrier.calls(), counters: counted.splice(0) };
    };
    const ours = await work('13800138002');
    assert.ok(ours.asked.length >= 2 && ours.counters.length >= 6);
    assert.deepEqual(await work('13912349999'), ours);
  });

  it('refuses a code after five minutes and sends a new one', async () => {
    const { customer, bot, phone, later } = await startTalk();
    await customer.says('查余额');
    bot.shows();
    await customer.says('13800138005');
    bot.shows();
    const code = await phone.code('13800138005');
    later(codeRules.lifetimeMs);
    await customer.says(code);
    bot.says('identification:expired');
    await customer.says('重新发送');
    bot.says('identification:askCode', { number: '138****8005', minutes: 5 });
    assert.notEqual(await phone.code('13800138005'), code);
  });

  it('keeps nothing of a code that is over, though nobody says a word, and still says that it is', async () => {
    const store = await ownStore();
    const talk = await startTalk({ store });
    await talk.customer.says('查余额');
    talk.bot.shows();
    await talk.customer.says(chen);
    talk.bot.shows();
    const code = await talk.phone.code(chen);
    await talk.waits(codeRules.lifetimeMs);
    talk.bot.saysNothingMore();
    const kept = await memoryOf(store, talk.id, talk.now());
    assert.match(kept, /"challenge":\{"digest":"",/);
    await talk.customer.says(code);
    talk.bot.says('identification:expired');
  });

  it('does not send again within a minute', async () => {
    const { customer, bot, later } = await startTalk();
    await customer.says('查余额');
    bot.shows();
    await customer.says('13800138006');
    bot.shows();
    later(20_000);
    await customer.says('没收到');
    bot.says('identification:resendLater', { seconds: 40 });
  });

  it('locks a number for a day after five wrong codes, in every conversation', async () => {
    const first = await startTalk();
    await first.customer.says('查余额');
    first.bot.shows();
    await first.customer.says('13800138008');
    first.bot.shows();
    const right = await first.phone.code('13800138008');
    const wrong = right === '000000' ? '111111' : '000000';
    for (let attempt = 1; attempt < codeRules.failuresPerDay; attempt += 1) {
      await first.customer.says(wrong);
      first.bot.says('identification:wrong');
    }
    await first.customer.says(wrong);
    first.bot.says('identification:locked', { hotline: '10000' });
    const second = await startTalk();
    await second.customer.says('查余额');
    second.bot.shows();
    await second.customer.says('13800138008');
    second.bot.says('identification:locked', { hotline: '10000' });
  });

  it('does not accept a code that was made for another conversation', async () => {
    const one = await startTalk();
    await one.customer.says('13800138004 查余额');
    one.bot.shows();
    const code = await one.phone.code('13800138004');
    const two = await startTalk();
    two.later(1000);
    await two.customer.says('查余额');
    two.bot.shows();
    await two.customer.says('13912340000');
    two.bot.shows();
    await two.customer.says(code);
    two.bot.says('identification:wrong');
  });

  it('forgets who the customer is after 30 idle minutes', async () => {
    const { customer, bot, later } = await startTalk();
    await customer.says('查余额');
    bot.shows();
    await customer.identifiesAs('13800138009');
    bot.shows();
    later(identityIdleMs + 1);
    await customer.says('查余额');
    bot.says('identification:idle');
  });

  it('goes on with a question asked meanwhile and comes back to the code', async () => {
    const { customer, bot } = await startTalk();
    await customer.says('查余额');
    bot.shows();
    await customer.says('13912340001');
    bot.shows();
    await customer.says('有什么公告');
    assert.equal(bot.shows().title, '公告');
    bot.says('identification:askCodeAgain');
  });

  it('never keeps a number or a code where others can read it', async () => {
    const { customer, bot, phone, id } = await startTalk();
    const { store } = await world();
    await customer.says(`我的号码是13800138014，查余额`);
    bot.shows();
    const code = await phone.code('13800138014');
    await customer.says(code);
    bot.shows();
    bot.shows();
    const kept = JSON.stringify(await store.activities(id, 0, 1000));
    assert.doesNotMatch(kept, /13800138014/);
    assert.doesNotMatch(kept, new RegExp(code));
    assert.match(kept, /138\*{4}8014/);
  });

  it('believes the operator’s own page about who is signed in', async () => {
    const { customer, bot } = await startTalk({ verifiedPhoneNumber: chen });
    await customer.says('余额');
    assert.equal(bot.shows().title, `话费余额（${masked}）`);
  });
});
