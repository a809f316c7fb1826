import assert from 'node:assert/strict';
import { referenceOn, talkOfComplaints } from '../support/complaints.ts';
import { rowsOf } from '../support/talk.ts';

const chen = '13800138001';
const proved = { verifiedPhoneNumber: chen };

describe('asking where a complaint stands', () => {
  it('lists those of the proved number, with day and result', async () => {
    const talk = await talkOfComplaints(proved);
    const { customer, bot, tickets, decide } = talk;
    await customer.says('查投诉进度');
    bot.says('checkComplaint:none');
    await customer.says('我要投诉');
    bot.shows();
    await customer.says('营业厅排队两个小时没有人理我');
    const reference = referenceOn(bot.shows());
    await customer.taps('查处理进度');
    const open = bot.shows();
    assert.equal(open.sections?.[0]?.heading, reference);
    assert.equal(rowsOf(open).get('最晚答复日期'), '2026-12-09');
    const [ticket] = await tickets();
    assert.ok(ticket);
    await decide(ticket, '已向您道歉');
    await customer.says('投诉有结果了吗');
    assert.equal(rowsOf(bot.shows()).get('处理结果'), '已向您道歉');
  });

  it('asks for the number of the complaint or of the phone, and takes either', async () => {
    const { customer, bot, phone } = await talkOfComplaints();
    await customer.says('查投诉进度');
    bot.says('checkComplaint:askReference');
    await customer.says('ts bcdfg hjklm');
    bot.says('checkComplaint:missing', { reference: 'TS-BCDFG-HJKLM', hotline: '10000' });
    await customer.says('投诉进度');
    bot.says('checkComplaint:askReference');
    await customer.says(chen);
    bot.shows();
    await customer.says(await phone.code(chen));
    bot.shows();
    bot.says('checkComplaint:none');
  });

  it('says so when the operator does not answer', async () => {
    const { customer, bot, breakTickets } = await talkOfComplaints(proved);
    await breakTickets('error500');
    await customer.says('投诉进度');
    bot.says('common:unavailable', { hotline: '10000' });
  });

  it('is answered in English', async () => {
    const { customer, bot, speaks } = await talkOfComplaints({ ...proved, locale: 'en' });
    speaks('en');
    await customer.says('status of my complaint');
    bot.says('checkComplaint:none');
  });
});
