import assert from 'node:assert/strict';
import { createBuiltInDesk } from '../../adapters/agentDesk/builtIn.ts';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type Conversation, startTalk, type TalkOptions } from '../support/talk.ts';
import { ownSandbox, ownStore, world } from '../support/world.ts';

const agent = '小王';
const hotline = '10000';

/** The desk of the house with somebody at it. */
const staffed =
  (hours: readonly [string, string] = ['00:00', '00:00'], queueLimit = 10) =>
  (store: Store, clock: () => Date): AgentDesk => {
    const desk = createBuiltInDesk({
      handoffs: store,
      clock,
      timeZone: 'Asia/Shanghai',
      hours,
      queueLimit,
    });
    return {
      ...desk,
      async standing(...given) {
        await store.seeAgent({
          id: 'wang',
          name: agent,
          isReady: true,
          seenAt: clock().toISOString(),
        });
        return desk.standing(...given);
      },
    };
  };

let shared: Promise<Store> | undefined;
/** One memory for all; what is left in its queue is cleared away after each test. */
const memory = (): Promise<Store> => {
  shared ??= ownStore();
  return shared;
};

async function talkWithDesk(options: TalkOptions = {}): Promise<Conversation> {
  return startTalk({ store: await memory(), desk: staffed(), ...options });
}

async function talkWithAgent(options: TalkOptions = {}): Promise<Conversation> {
  const talk = await talkWithDesk(options);
  await talk.customer.says(options.locale ? 'agent' : '转人工');
  talk.bot.shows();
  assert.ok(await talk.desk.accepts());
  talk.bot.shows();
  return talk;
}

before(async function () {
  this.timeout(60_000);
  await Promise.all([world(), memory()]);
});

afterEach(async () => {
  const store = await memory();
  for (const { id } of await store.openHandoffs('builtIn'))
    await store.endHandoff(id, 'gone', new Date().toISOString());
});

describe('a person', () => {
  it('comes in one step, without a form, and the wait is said as it is known', async () => {
    const { customer, bot, desk } = await talkWithDesk();
    await customer.says('转人工');
    const view = bot.shows();
    assert.match(view.text ?? '', /已为您转人工，前面没有人在等。最近没有可参考/);
    assert.match(view.notes?.[0] ?? '', /验证码和密码不会给客服看/);
    assert.equal((await desk.handoff())?.state, 'waiting');
    await customer.says('转人工');
    assert.match(bot.shows().text ?? '', /您已经在排队了/);
    assert.equal((await desk.handoff())?.reason, 'asked');
  });

  for (const words of [
    '人工',
    '我要真人',
    '转人功',
    '砖人工',
    '找个人',
    '客服！！',
    'AGENT',
    'can i speak to a human please',
    '轉人工',
  ]) {
    it(`comes in any wording: ${words}`, async () => {
      const { customer, bot, desk } = await talkWithDesk();
      await customer.says('查余额');
      bot.shows();
      await customer.says(words);
      bot.shows();
      bot.shows();
      assert.equal((await desk.handoff())?.state, 'waiting');
    });
  }

  it('is announced, speaks under a name, and the assistant is silent', async () => {
    const { customer, bot, desk } = await talkWithDesk();
    await customer.says('转人工');
    bot.shows();
    await desk.accepts();
    bot.says('handoff:accepted', { agent });
    await desk.says('您好，请讲');
    const line = bot.shows();
    assert.equal(line.text, '您好，请讲');
    assert.deepEqual(line.speaker, { kind: 'agent', label: '【人工客服 小王】' });
    for (const words of ['我的套餐', '查余额', '为什么扣费', '讲个笑话', '换成99元套餐']) {
      await customer.says(words);
      bot.saysNothingMore();
    }
  });

  it('is not heard twice, and not under another’s name', async () => {
    const { bot, desk } = await talkWithAgent();
    await desk.says('请稍等', undefined, 'one');
    await desk.says('请稍等', undefined, 'one');
    bot.shows();
    bot.saysNothingMore();
    assert.equal(await desk.says('我是小李', { id: 'li', name: '小李' }), false);
    assert.equal(await desk.accepts({ id: 'li', name: '小李' }), false);
    bot.saysNothingMore();
  });

  it('hands on, and that is said', async () => {
    const { bot, desk } = await talkWithAgent();
    const li = { id: 'li', name: '小李' };
    assert.ok(await desk.moves(li));
    bot.says('handoff:transferred', { agent: '小李' });
    assert.equal(await desk.says('还是我', undefined), false);
    assert.ok(await desk.says('您好', li));
    assert.equal(bot.shows().speaker?.label, '【人工客服 小李】');
  });

  it('is lost: the customer is first in the queue and is told so', async () => {
    const { bot, desk } = await talkWithAgent();
    assert.ok(await desk.moves(undefined));
    bot.says('handoff:requeued');
    assert.equal((await desk.handoff())?.priority, -1);
    assert.ok(await desk.accepts({ id: 'li', name: '小李' }));
    bot.says('handoff:accepted', { agent: '小李' });
  });

  it('ends it with a summary; the assistant says it is back, and asks once how it was', async () => {
    const { customer, bot, desk } = await talkWithAgent();
    await desk.ends('已登记，号码 13800138001 的账单会复核');
    const end = bot.shows();
    assert.match(end.text ?? '', /已结束对话，现在由智能助手（不是真人）/);
    assert.match(end.text ?? '', /客服小结：已登记，号码 138\*{4}8001/);
    await customer.taps('很满意');
    bot.says('ratePerson:thanks');
    await customer.says('查余额');
    bot.says('identification:askNumber');
    assert.equal((await desk.handoff())?.state, 'completed');
  });

  it('is left by the customer at any time', async () => {
    const { customer, bot, desk } = await talkWithAgent();
    await customer.says('结束人工服务');
    bot.says('leavePerson:left');
    assert.equal(await desk.says('喂？'), false);
    assert.equal(await desk.ends(), false);
    bot.saysNothingMore();
    assert.equal((await desk.handoff())?.endedBy, 'customer');
  });

  it('is not waited for any longer', async () => {
    const { customer, bot, desk } = await talkWithDesk();
    await customer.says('转人工');
    bot.shows();
    await customer.says('不等了');
    bot.says('leavePerson:stopped');
    assert.equal(await desk.accepts(), false);
    bot.saysNothingMore();
  });

  it('is told what the customer says while waiting; what the assistant knows it answers', async () => {
    const { customer, bot } = await talkWithDesk();
    await customer.says('转人工');
    bot.shows();
    await customer.says('讲个笑话吧');
    bot.says('handoff:noted');
    await customer.says('你是真人吗');
    bot.says('askWhoYouAre:text', { operator: '明白通信', hotline });
  });

  it('is waited for with news of the place in the queue', async () => {
    const { customer, bot, waits } = await talkWithDesk();
    await customer.says('转人工');
    bot.shows();
    await waits(3 * 60_000);
    bot.says('handoff:stillWaiting', { minutes: 3, ahead: 0 });
  });
});

describe('why a person is asked for', () => {
  for (const [why, before, words] of [
    ['distress', ['你们这帮骗子！！！'], '转人工'],
    ['distress', [], '气死我了，转人工！！！'],
    ['distress', ['This is ridiculous!!!'], 'agent'],
    ['elder', ['查余额'], '我是老人'],
    ['asked', ['查余额'], '转人工'],
  ] as const)
    it(`is told to the agent as ${why}: ${[...before, words].join(' / ')}`, async () => {
      const talk = await talkWithDesk(words === 'agent' ? { locale: 'en' } : {});
      for (const said of [...before, words]) {
        await talk.customer.sends(said);
        await talk.conversations.idle();
      }
      assert.equal((await talk.desk.handoff())?.reason, why);
    });
});

describe('what nobody saw or nobody takes', () => {
  it('is told: the agent ended before reading the last line', async () => {
    const { customer, bot, desk, later } = await talkWithAgent();
    await desk.says('请讲');
    bot.shows();
    later(1000);
    await customer.says('还有发票的事');
    await desk.ends();
    assert.match(bot.shows().text ?? '', /客服可能没来得及看/);
    await customer.taps('转人工');
    bot.shows();
    assert.equal((await desk.handoff())?.state, 'waiting');
  });

  it('is not told where the agent answered, or it is long ago', async () => {
    for (const then of [
      async ({ desk }: Conversation) => void (await desk.says('好的')),
      async ({ later }: Conversation) => later(5 * 60_000),
    ]) {
      const talk = await talkWithAgent();
      await talk.customer.says('还有发票的事');
      await then(talk);
      await talk.desk.ends();
      const said = [];
      for (let view = talk.bot.shows(); ; view = talk.bot.shows()) {
        said.push(view.text);
        if (/已结束对话/.test(view.text ?? '')) break;
      }
      assert.doesNotMatch(said.join('\n'), /没来得及看/);
    }
  });

  it('is told: everybody has paused, and how long it takes nobody knows', async () => {
    let isReady = true;
    const { customer, bot, waits } = await talkWithDesk({
      desk: (store, clock) => {
        const desk = staffed()(store, clock);
        const paused = { state: 'empty', ahead: 0 } as const;
        return {
          ...desk,
          standing: async (...given) => (isReady ? desk.standing(...given) : paused),
        };
      },
    });
    await customer.says('转人工');
    bot.shows();
    isReady = false;
    await waits(3 * 60_000);
    bot.says('handoff:nobodyThere', { minutes: 3, ahead: 0 });
  });
});

describe('an open quote beside an agent', () => {
  async function quoteWithAgent() {
    const talk = await talkWithDesk({
      sandbox: await ownSandbox(),
      verifiedPhoneNumber: '13800138001',
    });
    const { customer, bot, desk } = talk;
    await customer.says('换成99元套餐');
    const card = bot.shows();
    const token = card.choices?.find((choice) => choice.token)?.token ?? '';
    await customer.says('转人工');
    bot.shows();
    bot.shows();
    await desk.accepts();
    bot.shows();
    return { ...talk, token };
  }

  it('is kept, and no word of the agent’s confirms it', async () => {
    const { bot, desk, events } = await quoteWithAgent();
    await desk.says('确认办理');
    bot.shows();
    await desk.says('123456');
    bot.shows();
    bot.saysNothingMore();
    assert.deepEqual(await events(), ['disclosed']);
  });

  it('hears the customer’s own phrase and code, and nothing else', async () => {
    const { customer, bot, phone, events } = await quoteWithAgent();
    for (const words of ['好的', '行', '是的，我要', '可以办']) {
      await customer.says(words);
      bot.saysNothingMore();
    }
    await customer.says('确认办理');
    assert.equal(bot.shows().speaker?.label, '【智能助手】');
    assert.deepEqual((await events()).slice(0, 2), ['disclosed', 'confirmedOnce']);
    const code = await phone.code('13800138001');
    await customer.says(code);
    bot.shows();
    assert.ok((await events()).includes('ordered'));
  });

  it('is withdrawn by the customer’s no', async () => {
    const { customer, bot, events } = await quoteWithAgent();
    await customer.says('取消');
    bot.shows();
    assert.ok((await events()).includes('cancelled'));
  });
});

describe('where nobody can come', () => {
  it('says that it is out of hours, and books a ring-back', async () => {
    const { customer, bot } = await talkWithDesk({ desk: staffed(['22:00', '06:00']) });
    await customer.says('转人工');
    assert.match(bot.shows().text ?? '', /不是人工坐席的上班时间/);
  });
  it('says that the queue is full', async () => {
    const store = await memory();
    const first = await talkWithDesk({ store, desk: staffed(undefined, 1) });
    await first.customer.says('转人工');
    first.bot.shows();
    const second = await talkWithDesk({ store, desk: staffed(undefined, 1) });
    await second.customer.says('转人工');
    assert.match(second.bot.shows().text ?? '', /排队的人太多/);
  });
  it('says that the desk does not answer, and nothing is lost', async () => {
    const down = (store: Store, clock: () => Date): AgentDesk => ({
      ...staffed()(store, clock),
      standing: async () => {
        throw new Unavailable('agentDesk', 'timeout');
      },
    });
    const { customer, bot } = await talkWithDesk({
      desk: down,
      verifiedPhoneNumber: '13800138001',
    });
    await customer.says('转人工');
    assert.match(bot.shows().text ?? '', /连不上.*您希望几点接到回电/s);
    await customer.says('第一个');
    assert.match(bot.shows().sections?.[0]?.rows?.[0]?.value ?? '', /^CB/);
  });
});

describe('who comes first', () => {
  it('is 65+, the distressed, then in the order they came', async () => {
    const store = await memory();
    const sandbox = await ownSandbox();
    const at = (minute: number) => ({ startsAt: new Date(Date.UTC(2026, 10, 24, 2, minute)) });
    const plain = await talkWithDesk({ store, sandbox, ...at(0) });
    await plain.customer.says('转人工');
    const upset = await talkWithDesk({ store, sandbox, ...at(1) });
    await upset.customer.says('你们这帮骗子！！！');
    upset.bot.shows();
    upset.bot.says('handoff:offer');
    await upset.customer.taps('转人工');
    assert.equal((await upset.desk.handoff())?.reason, 'distress');
    const old = await talkWithDesk({ store, sandbox, ...at(2) });
    await old.customer.says('我是老人');
    const order = (await store.openHandoffs('builtIn')).map((handoff) => handoff.conversationId);
    assert.deepEqual(order, [upset.id, old.id, plain.id]);
  });
});
