import assert from 'node:assert/strict';
import type { Store } from '../../ports/store.ts';
import {
  type Agent,
  builtInDesk,
  chatwootDesk,
  type DeskUnderTest,
  type House,
  hubDesk,
} from '../support/desks.ts';
import { type Conversation, rowsOf, startTalk, type TalkOptions } from '../support/talk.ts';
import { ownStore, world } from '../support/world.ts';

const agentName = '小王';
const minuteMs = 60_000;

for (const [what, openDesk] of [
  ['the desk of the house', async () => builtInDesk()],
  ['a Chatwoot account', chatwootDesk],
  ['a hub of the Bot Framework', hubDesk],
] as const)
  describe(`${what}, asked as every desk is`, function () {
    this.timeout(60_000);
    let desk: DeskUnderTest;
    let store: Store;

    before(async () => {
      [desk, store] = await Promise.all([openDesk(), ownStore(), world()]);
    });
    afterEach(async () => {
      desk.goesDown(false);
      desk.isStaffed(true);
      for (const { id } of await store.openHandoffs(desk.name))
        await store.endHandoff(id, 'gone', new Date().toISOString());
    });

    const talkIn = (house: House = {}, options: TalkOptions = {}) =>
      startTalk({ store, desk: desk.open(house), ...options });

    async function talkWithAgent(): Promise<Conversation & { agent: Agent }> {
      const talk = await talkIn();
      const agent = await desk.agentOf(talk);
      await talk.customer.says('转人工');
      talk.bot.shows();
      await agent.takes();
      talk.bot.says('handoff:accepted', { agent: agentName });
      if (desk.name === 'chatwoot') talk.bot.shows();
      return { ...talk, agent };
    }

    it('gets the request with everything said before, once, masked', async () => {
      const talk = await talkIn();
      const agent = await desk.agentOf(talk);
      await talk.customer.says('我的号码13800138001怎么了');
      talk.bot.shows();
      await talk.customer.says('转人工');
      talk.bot.shows();
      assert.equal((await talk.desk.handoff())?.desk, desk.name);
      const read = (await agent.reads()).join('\n');
      assert.equal(read.split('怎么了').length, 2, 'the transcript is there once');
      assert.match(read, /转人工/);
      assert.doesNotMatch(read, /13800138001/);
    });

    it('announces who takes over, and hears the customer’s lines, each once', async () => {
      const { customer, bot, agent } = await talkWithAgent();
      await customer.says('上个月多扣了十块');
      await customer.isHeardTwice();
      bot.saysNothingMore();
      const heard = (await agent.reads()).filter((text) => text === '上个月多扣了十块');
      assert.equal(heard.length, 1);
    });

    it('says a line to the customer under the agent’s name, once when it comes twice', async () => {
      const { bot, agent } = await talkWithAgent();
      await agent.says('我查一下', 'line-1');
      await agent.says('我查一下', 'line-1');
      const line = bot.shows();
      assert.equal(line.text, '我查一下');
      assert.equal(line.speaker?.label, `【人工客服 ${agentName}】`);
      bot.saysNothingMore();
    });

    it('completes: the assistant says that it is back, once', async () => {
      const { bot, desk: state, agent } = await talkWithAgent();
      await agent.ends();
      await agent.ends();
      assert.match(bot.shows().text ?? '', /已结束对话，现在由智能助手（不是真人）/);
      bot.saysNothingMore();
      assert.equal((await state.handoff())?.state, 'completed');
    });

    it('fails: the customer is told, and asked nothing twice', async () => {
      const talk = await talkIn();
      const agent = await desk.agentOf(talk);
      await talk.customer.says('转人工');
      talk.bot.shows();
      await agent.fails();
      talk.bot.says('handoff:failed', { hotline: '10000' });
      assert.equal((await talk.desk.handoff())?.state, 'failed');
    });

    it('is left by the customer, and says nothing after', async () => {
      const { customer, bot, agent } = await talkWithAgent();
      await customer.says('结束人工服务');
      bot.says('leavePerson:left');
      await agent.says('喂？');
      bot.saysNothingMore();
    });

    it('is down when a person is asked for: the customer is told, and has a ticket instead', async () => {
      desk.goesDown(true);
      const proved = { verifiedPhoneNumber: '13800138007' };
      const talk = await talkIn({}, proved);
      const { customer, bot, desk: state, waits } = talk;
      await customer.says('转人工');
      const said = [bot.shows().text];
      if (desk.name === 'hub') {
        // Seven tries in a minute, then it is given up.
        for (let waitMs = 1000; waitMs < minuteMs; waitMs *= 2) await waits(waitMs);
        said.push(bot.shows().text);
      }
      assert.match(said.join('\n'), /连不上|没有转成功，您的业务没有任何变动/);
      assert.notEqual((await state.handoff())?.state, 'waiting');
      await customer.says('请给我回电');
      bot.says('callMeBack:pick');
      await customer.says('第一个');
      const rows = rowsOf(bot.says('callMeBack:booked', { hotline: '10000' }));
      assert.match(rows.get('登记编号') ?? '', /^CB/);
      const kept = (await store.activities(talk.id, 0, 1000)).map(({ activity }) => activity.text);
      assert.ok(kept.includes('转人工'), 'what was said is still there');
    });

    it('is down for a while: what the customer says meanwhile arrives, once', async () => {
      const { customer, bot, agent, waits } = await talkWithAgent();
      desk.goesDown(true);
      await customer.says('您还在吗');
      await waits(3000);
      desk.goesDown(false);
      await waits(minuteMs);
      bot.saysNothingMore();
      const heard = (await agent.reads()).filter((text) => text === '您还在吗');
      assert.equal(heard.length, 1);
    });

    for (const [when, house, sentence] of [
      ['out of hours', { hours: ['22:00', '06:00'] }, /不是人工坐席的上班时间/],
      ['over the limit', { queueLimit: 1 }, /排队的人太多/],
    ] as const)
      it(`takes nobody ${when}, and says so`, async () => {
        const first = await talkIn();
        await first.customer.says('转人工');
        first.bot.shows();
        const { customer, bot, desk: state } = await talkIn(house);
        await customer.says('转人工');
        assert.match(bot.shows().text ?? '', sentence);
        assert.equal(await state.handoff(), undefined);
      });

    it('is promised where nobody sits only by a desk that cannot tell', async () => {
      desk.isStaffed(false);
      const { customer, bot, desk: state } = await talkIn();
      await customer.says('转人工');
      assert.match(bot.shows().text ?? '', desk.knowsWhoIsThere ? /10000/ : /已为您转人工/);
      assert.equal((await state.handoff()) === undefined, desk.knowsWhoIsThere);
    });
  });
