import assert from 'node:assert/strict';
import type { View } from '../../ports/view.ts';
import { dayMs, referenceOn, talkOfComplaints } from '../support/complaints.ts';
import { rowsOf } from '../support/talk.ts';

const chen = '13800138001';
const proved = { verifiedPhoneNumber: chen };
/** What a card would say that sells something (rights §8.29). */
const offers = /办理|订购|推荐|优惠|升级套餐|order now|recommend|special offer|upgrade/i;

function sellsNothing(view: View): void {
  assert.doesNotMatch(JSON.stringify(view), offers);
}

describe('a complaint', () => {
  it('takes two messages, and has a number, a day, what happens next and where to appeal', async () => {
    const { customer, bot, tickets, ledger, phone } = await talkOfComplaints(proved);
    await customer.says('我要投诉');
    sellsNothing(bot.says('makeComplaint:askWhat'));
    await customer.says('上周三营业厅的人态度很差，让我白跑两趟，希望道歉');
    const view = bot.shows();
    sellsNothing(view);
    const rows = rowsOf(view);
    assert.match(rows.get('受理编号') ?? '', /^TS-[A-Z]{5}-[A-Z]{5}$/);
    assert.equal(rows.get('最晚答复日期'), '2026-12-09（15 日内）');
    assert.match(view.notes?.join() ?? '', /dxss\.miit\.gov\.cn.*12315/);
    const [ticket, ...others] = await tickets();
    assert.deepEqual(others, []);
    assert.equal(ticket?.externalId, rows.get('受理编号'));
    assert.equal(ticket?.ticketType, 'complaint');
    assert.equal(ticket?.description, '上周三营业厅的人态度很差，让我白跑两趟，希望道歉');
    assert.equal(ticket?.expectedResolutionDate, '2026-12-09T16:00:00.000Z');
    assert.match((await phone.messages(chen)).at(-1) ?? '', /投诉已受理，编号 TS-/);
    const kinds = (await ledger()).map(({ kind }) => kind);
    assert.deepEqual(
      kinds.filter((kind) => kind === 'complained' || kind === 'notified'),
      ['complained', 'notified'],
    );
  });

  it('said with the wish is offered back word for word, and filed only when the customer says so', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    await customer.says('投诉信号不好没人管');
    bot.says('makeComplaint:askWhatSaid', { said: '投诉信号不好没人管' });
    assert.deepEqual(await tickets(), []);
    await customer.taps('就这样登记');
    referenceOn(bot.shows());
    assert.equal((await tickets())[0]?.description, '投诉信号不好没人管');
  });

  it('made twice is one: the same number is told again, and nothing new is filed', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    const complains = async (words: string) => {
      await customer.says('我要投诉');
      bot.shows();
      await customer.says(words);
      return bot.shows();
    };
    const first = referenceOn(await complains('家里三天没有信号，没人管'));
    const again = await complains('家里三天没有信号 没人管！！');
    assert.equal(referenceOn(again), first);
    assert.match(again.title ?? '', /已经登记过了，编号不变/);
    assert.equal((await tickets()).length, 1);
    assert.notEqual(referenceOn(await complains('营业厅的人态度很差')), first);
  });

  it('is taken three times from one chat; then a person hears the rest, and none is lost', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    const matters = [
      '家里没有信号',
      '营业厅态度很差',
      '在营业厅等了两个小时',
      '合约到期没有人通知我，多扣了两个月',
    ];
    for (const [place, words] of matters.entries()) {
      await customer.says('我要投诉');
      bot.shows();
      await customer.says(words);
      if (place < 3) referenceOn(bot.shows());
      else bot.says('makeComplaint:tooMany', { count: 3, hotline: '10000' });
    }
    assert.equal((await tickets()).length, 3);
  });

  it('keeps what was said first and what is added', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    await customer.says('投诉信号不好没人管');
    bot.shows();
    await customer.says('家里三天没有信号，要求赔偿这几天的月费');
    bot.shows();
    assert.equal(
      (await tickets())[0]?.description,
      '投诉信号不好没人管\n家里三天没有信号，要求赔偿这几天的月费',
    );
  });

  it('is open to who gives no number, in three messages, and is asked about by its number', async () => {
    const { customer, bot, tickets } = await talkOfComplaints();
    await customer.says('我要投诉');
    bot.says('makeComplaint:askWhat');
    await customer.says('你们的广告电话一天打三个，太烦了');
    bot.says('makeComplaint:askReach');
    await customer.says('不留号码');
    const view = bot.shows();
    const reference = referenceOn(view);
    assert.match(JSON.stringify(view), /没有留号码/);
    const [ticket] = await tickets();
    assert.deepEqual(ticket?.relatedEntity, []);
    assert.equal(ticket?.description, '你们的广告电话一天打三个，太烦了');
    await customer.says(`查一下我的投诉 ${reference}`);
    const status = bot.shows();
    assert.equal(rowsOf(status).get('状态'), '正在处理');
  });

  it('waits while the number is proved, and is then told by SMS', async () => {
    const { customer, bot, phone } = await talkOfComplaints();
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('合约到期没有人通知我，多扣了两个月');
    bot.says('makeComplaint:askReach');
    await customer.says(chen);
    bot.shows();
    await customer.says(await phone.code(chen));
    bot.shows();
    const reference = referenceOn(bot.shows());
    assert.ok((await phone.messages(chen)).at(-1)?.includes(reference));
  });

  it('is not lost when the number cannot be proved: the question comes again', async () => {
    const { customer, bot, tickets } = await talkOfComplaints();
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('合约到期没有人通知我，多扣了两个月');
    bot.shows();
    await customer.says(chen);
    bot.shows();
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await customer.says('000000');
      bot.shows();
    }
    assert.match(bot.shows().text ?? '', /接着刚才的问题.*结果怎么告诉您/s);
    await customer.taps('不留号码');
    bot.shows();
    assert.equal((await tickets()).length, 1);
  });

  it('hides what nobody should write there', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('你们把我的身份证 110101199003074477 和电话 13912345678 泄露了');
    bot.shows();
    const text = (await tickets())[0]?.description ?? '';
    assert.match(text, /泄露了/);
    assert.doesNotMatch(text, /110101199003074477|13912345678/);
  });

  it('can be dropped half way, and nothing is filed', async () => {
    for (const no of ['取消', '算了']) {
      const { customer, bot, tickets } = await talkOfComplaints(proved);
      await customer.says('我要投诉');
      bot.shows();
      await customer.says(no);
      bot.says('common:cancelled');
      assert.deepEqual(await tickets(), []);
    }
  });

  it('asks again when nothing of the matter was said', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    await customer.says('我要投诉');
    bot.says('makeComplaint:askWhat');
    await customer.says('我要投诉你们');
    bot.says('makeComplaint:askWhat');
    assert.deepEqual(await tickets(), []);
  });

  it('lets a short wish for something else pass, and comes back', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('查余额');
    assert.match(bot.shows().title ?? '', /余额/);
    assert.match(bot.shows().text ?? '', /接着刚才的问题/);
    await customer.says('查余额的时候每次都要验证，太麻烦，请你们改进');
    bot.shows();
    assert.equal((await tickets()).length, 1);
  });

  it('takes a person instead at any moment', async () => {
    const { customer, bot } = await talkOfComplaints();
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('转人工');
    assert.match(bot.shows().text ?? '', /10000/);
  });

  it('heard twice is one complaint', async () => {
    const { customer, bot, tickets } = await talkOfComplaints(proved);
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('营业厅排队两个小时没有人理我');
    bot.shows();
    await customer.isHeardTwice();
    bot.saysNothingMore();
    assert.equal((await tickets()).length, 1);
  });

  it('is taken while the operator’s system is down, and arrives later', async () => {
    const { customer, bot, tickets, breakTickets, mend, waits, phone } =
      await talkOfComplaints(proved);
    await breakTickets('error500');
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('营业厅排队两个小时没有人理我');
    const reference = referenceOn(bot.shows());
    await mend();
    assert.deepEqual(await tickets(), []);
    await waits(2000);
    assert.deepEqual(
      (await tickets()).map(({ externalId }) => externalId),
      [reference],
    );
    assert.match((await phone.messages(chen)).at(-1) ?? '', /投诉已受理/);
  });

  it('leaves an open quote where it is: nothing is ordered, and it is shown again', async () => {
    const { customer, bot, tickets, events } = await talkOfComplaints(proved);
    await customer.says('换成99元套餐');
    bot.shows();
    await customer.says('我要投诉');
    bot.says('makeComplaint:askWhat');
    await customer.says('你们上次没经过我确认办理就给我开通了业务，不办了还在扣钱');
    referenceOn(bot.shows());
    assert.match(JSON.stringify(bot.shows()), /99/);
    assert.equal((await tickets()).length, 1);
    const kinds = await events();
    assert.ok(!kinds.some((kind) => /confirmed|ordered|cancelled/.test(kind)), kinds.join());
  });

  it('is taken in English', async () => {
    const { customer, bot, speaks, tickets } = await talkOfComplaints({ ...proved, locale: 'en' });
    speaks('en');
    await customer.says('i want to complain');
    sellsNothing(bot.says('makeComplaint:askWhat'));
    await customer.says('your shop kept me waiting for two hours and nobody apologised');
    const view = bot.shows();
    sellsNothing(view);
    assert.equal(rowsOf(view).get('Answer at the latest on'), '2026-12-09 (within 15 days)');
    assert.equal((await tickets()).length, 1);
  });

  it('names the places of its own country', async () => {
    const { customer, bot } = await talkOfComplaints({ ...proved, locale: 'en', policy: 'eu' });
    await customer.says('i want to complain');
    bot.shows();
    await customer.says('your shop kept me waiting for two hours and nobody apologised');
    assert.match(bot.shows().notes?.join() ?? '', /alternative dispute resolution/);
  });
});

describe('the news of a complaint', () => {
  async function filed() {
    const talk = await talkOfComplaints(proved);
    await talk.customer.says('我要投诉');
    talk.bot.shows();
    await talk.customer.says('营业厅排队两个小时没有人理我');
    const reference = referenceOn(talk.bot.shows());
    const [ticket] = await talk.tickets();
    assert.ok(ticket);
    return { ...talk, reference, ticket };
  }

  it('comes before the day, after the day, and with the result, each once and by SMS too', async () => {
    const { bot, waits, phone, decide, ticket, reference, alerts, customer } = await filed();
    await waits(12 * dayMs);
    bot.saysNothingMore();
    await waits(dayMs);
    const aside = bot.says('makeComplaint:news.aside');
    assert.doesNotMatch(JSON.stringify(aside), /TS-/);
    assert.match((await phone.messages(chen)).at(-1) ?? '', /仍在处理/);
    assert.deepEqual(alerts, ['complaint.nearlyDue']);
    await waits(11 * 60_000);
    bot.saysNothingMore();
    await waits(3 * dayMs);
    bot.shows();
    assert.match((await phone.messages(chen)).at(-1) ?? '', /没有在 2026-12-09 前答复.*dxss/);
    await decide(ticket, '已核实，向您道歉，并减免一个月月费。');
    await waits(11 * 60_000);
    bot.shows();
    assert.match(
      (await phone.messages(chen)).at(-1) ?? '',
      new RegExp(`${reference}.*已核实，向您道歉，并减免一个月月费。对答复不满意`),
    );
    await waits(dayMs);
    bot.saysNothingMore();
    await customer.says(`投诉进度 ${reference}`);
    assert.equal(rowsOf(bot.shows()).get('处理结果'), '验证号码后可以看');
  });

  it('tells the holder who is still there the result', async () => {
    const { bot, waits, decide, ticket, reference } = await filed();
    await decide(ticket, '已核实，向您道歉');
    await waits(11 * 60_000);
    const view = bot.shows();
    assert.ok(view.text?.includes(`${reference}）有结果了：已核实，向您道歉。`), view.text);
  });
});
