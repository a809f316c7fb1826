import assert from 'node:assert/strict';
import type { OpeningHours } from '../../domain/openingHours.ts';
import type { Store } from '../../ports/store.ts';
import { builtInDesk, type House } from '../support/desks.ts';
import { type Conversation, rowsOf, startTalk, type TalkOptions } from '../support/talk.ts';
import { ownStore, world } from '../support/world.ts';

const hotline = '10000';
const number = '13800138001';
const hourMs = 60 * 60_000;
/** Nobody is there at ten in the morning, when the talks begin. */
const evening: House = { hours: ['14:00', '20:00'] satisfies OpeningHours };

let memory: Store;
before(async function () {
  this.timeout(60_000);
  [memory] = await Promise.all([ownStore(), world()]);
});
afterEach(async () => {
  for (const { id } of await memory.openHandoffs('builtIn'))
    await memory.endHandoff(id, 'gone', new Date().toISOString());
});

/** Each with a memory of its own number: five bookings a day are all there are. */
let people = 0;
const numbers = Array.from({ length: 9 }, (_, place) => `1380013800${place + 1}`);
async function asks(options: TalkOptions = {}, house = evening): Promise<Conversation> {
  people += 1;
  const verifiedPhoneNumber = numbers[people % numbers.length] ?? number;
  const desk = builtInDesk().open(house);
  const talk = await startTalk({ store: memory, desk, verifiedPhoneNumber, ...options });
  await talk.customer.says(options.locale ? 'agent' : '转人工');
  return talk;
}

const labelsIn = ({ choices = [] }: ReturnType<Conversation['bot']['shows']>) =>
  choices.map(({ label }) => label);

async function ticketOf(reference: string) {
  const { sandbox } = await world();
  const url = `${sandbox.url}/tmf-api/troubleTicket/v4/troubleTicket?externalId=${reference}`;
  const [ticket, ...more] = (await (await fetch(url)).json()) as Array<Record<string, string>>;
  assert.equal(more.length, 0);
  return ticket;
}

const booking = (talk: Conversation, key = 'booked') => {
  const rows = rowsOf(talk.bot.says(`callMeBack:${key}`, { hotline }));
  return { reference: rows.get('登记编号') ?? '', time: rows.get('回电时间') };
};

describe('a ring-back at an hour of the customer’s choice', () => {
  it('is offered out of hours, within the opening hours alone', async () => {
    const { bot } = await asks();
    const view = bot.shows();
    assert.match(view.text ?? '', /不是人工坐席的上班时间.*您希望几点接到回电/s);
    assert.deepEqual(labelsIn(view), [
      '今天 14:00–15:00',
      '今天 19:00–20:00',
      '明天 14:00–15:00',
      '明天 19:00–20:00',
      '后天 14:00–15:00',
    ]);
  });

  for (const [how, words, time] of [
    ['its button', '今天 19:00–20:00', '2026-11-24 19:00–20:00'],
    ['its place', '第三个', '2026-11-25 14:00–15:00'],
    ['the time itself', '明天下午三点', '2026-11-25 15:00–16:00'],
    ['the time in a sentence', '那就后天下午5点吧', '2026-11-26 17:00–18:00'],
  ] as const)
    it(`is chosen by ${how}: number, ticket and time are told`, async () => {
      const talk = await asks();
      talk.bot.shows();
      await talk.customer.says(words);
      const booked = booking(talk);
      assert.equal(booked.time, time);
      const ticket = await ticketOf(booked.reference);
      assert.equal(ticket?.ticketType, 'callback');
      assert.match(ticket?.description ?? '', / between 2026-11-2\dT/);
    });

  it('is asked for in one message, before anybody offered it', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('查套餐');
    talk.bot.shows();
    await talk.customer.says('明天下午四点给我打电话');
    assert.equal(booking(talk).time, '2026-11-25 16:00–17:00');
  });

  it('takes a proof of the number first, and keeps the hour that was said meanwhile', async () => {
    const desk = builtInDesk().open(evening);
    const talk = await startTalk({ store: memory, desk });
    await talk.customer.says('转人工');
    assert.match(talk.bot.shows().text ?? '', /先用短信验证一下号码/);
    await talk.customer.says('明天下午四点给我打电话');
    talk.bot.says('identification:askNumber');
    await talk.customer.identifiesAs(number);
    assert.equal(booking(talk).time, '2026-11-25 16:00–17:00');
  });

  it('is not promised for an hour when nobody is there', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('明天上午九点');
    const view = talk.bot.says('callMeBack:notThen');
    assert.ok(labelsIn(view).every((label) => /1[4-9]:00–/.test(label)));
    await talk.customer.says('第一个');
    assert.equal(booking(talk).time, '2026-11-24 14:00–15:00');
  });

  it('is not promised for a day that cannot be booked yet, nor taken for another', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('大后天下午三点');
    talk.bot.says('callMeBack:notThen');
  });

  it('asks which is meant when two may be', async () => {
    const talk = await asks({}, { hours: ['07:00', '21:00'], queueLimit: 0 });
    assert.match(talk.bot.shows().text ?? '', /排队的人太多/);
    await talk.customer.says('明天八点');
    const view = talk.bot.says('callMeBack:which');
    assert.deepEqual(labelsIn(view), ['明天 08:00–09:00', '明天 20:00–21:00']);
  });

  it('said twice is one', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('明天下午三点');
    const { reference } = booking(talk);
    await talk.customer.isHeardTwice();
    talk.bot.saysNothingMore();
    await talk.customer.says('明天下午三点给我打电话');
    assert.equal(booking(talk, 'already').reference, reference);
    await talk.customer.says('转人工');
    assert.match(talk.bot.shows().text ?? '', /您已经约好了回电/);
  });

  it('is changed: a new number, and the old ticket is withdrawn', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('明天下午三点');
    const first = booking(talk);
    await talk.customer.says('换个时间');
    talk.bot.says('callMeBack:pick');
    await talk.customer.says('改到后天下午四点');
    const second = booking(talk, 'changed');
    assert.equal(second.time, '2026-11-26 16:00–17:00');
    assert.notEqual(second.reference, first.reference);
    assert.equal((await ticketOf(first.reference))?.status, 'cancelled');
    assert.equal((await ticketOf(second.reference))?.status, 'acknowledged');
    await talk.waits(29 * hourMs);
    talk.bot.saysNothingMore();
    assert.equal(await talk.desk.handoff(), undefined, 'the old hour rings nobody up');
  });

  it('is cancelled, and nobody rings', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('第一个');
    const { reference } = booking(talk);
    await talk.customer.says('取消回电');
    talk.bot.says('withdrawCallback:withdrawn', { reference });
    assert.equal((await ticketOf(reference))?.status, 'cancelled');
    await talk.waits(5 * hourMs);
    talk.bot.saysNothingMore();
    assert.equal(await talk.desk.handoff(), undefined);
  });

  it('stands in the agents’ queue at its hour, first of all, with number and ticket', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('第一个');
    const { reference } = booking(talk);
    await talk.waits(3 * hourMs);
    assert.equal(await talk.desk.handoff(), undefined);
    await talk.waits(hourMs);
    assert.match(
      talk.bot.shows().text ?? '',
      /^约好的时间到了：人工客服会在 2026-11-24 14:00–15:00/,
    );
    const handoff = await talk.desk.handoff();
    assert.deepEqual([handoff?.reason, handoff?.priority], ['callback', 0]);
    assert.ok(await talk.desk.accepts());
    talk.bot.says('handoff:accepted', { agent: '小王' });
    await talk.desk.ends('已电话处理');
    talk.bot.shows();
    await talk.waits(2 * hourMs);
    talk.bot.saysNothingMore();
    assert.ok(reference);
  });

  it('that nobody keeps is admitted, and people are woken', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('第一个');
    const { reference } = booking(talk);
    await talk.waits(4 * hourMs);
    talk.bot.shows();
    await talk.waits(hourMs);
    talk.bot.says('callMeBack:overdue', { reference, hotline });
    assert.deepEqual(talk.alerts, ['callback.overdue']);
    await talk.customer.says('换个时间');
    assert.match(talk.bot.shows().text ?? '', /超过 30 分钟没有操作/);
    await talk.customer.identifiesAs(numbers[people % numbers.length] ?? number);
    talk.bot.says('callMeBack:pick');
    await talk.customer.says('第一个');
    booking(talk, 'changed');
    assert.equal((await talk.desk.handoff())?.state, 'completed');
  });

  it('leaves an open question and an open quote as they are', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('换成99元套餐');
    talk.bot.shows();
    await talk.customer.says('明天下午三点给我打电话');
    const said = talk.bot.shows().text ?? '';
    assert.doesNotMatch(said, /已办理|已提交/);
    assert.ok(!(await talk.events()).includes('confirmedOnce'));
  });

  it('is refused by a word that is no time, and nothing is booked', async () => {
    const talk = await asks();
    talk.bot.shows();
    await talk.customer.says('不用了');
    talk.bot.shows();
    await talk.waits(50 * hourMs);
    assert.equal(await talk.desk.handoff(), undefined);
  });

  it('is booked five times a day at most', async () => {
    const talk = await asks();
    talk.bot.shows();
    for (const place of ['一', '二', '三', '四', '五']) {
      if (place !== '一') {
        await talk.customer.says('换个时间');
        talk.bot.says('callMeBack:pick');
      }
      await talk.customer.says(`第${place}个`);
      talk.bot.shows();
    }
    await talk.customer.says('明天下午四点给我打电话');
    talk.bot.says('callMeBack:tooMany', { hotline });
  });

  it('speaks English', async () => {
    const talk = await asks({ locale: 'en' });
    talk.speaks('en');
    const view = talk.bot.shows();
    assert.match(view.text ?? '', /not at work at this hour.*When shall we call you/s);
    assert.equal(labelsIn(view)[0], 'Today 14:00–15:00');
    await talk.customer.says('tomorrow at 3 pm');
    const rows = rowsOf(talk.bot.says('callMeBack:booked', { hotline }));
    assert.equal(rows.get('Time of the call'), '2026-11-25 15:00–16:00');
    await talk.customer.says('change the time');
    talk.bot.says('callMeBack:pick');
    await talk.customer.says('the second one');
    talk.bot.says('callMeBack:changed', { hotline });
    await talk.customer.says('cancel the call back');
    assert.match(talk.bot.shows().text ?? '', /cancelled .* nobody will call/);
  });
});
