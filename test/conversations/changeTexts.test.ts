import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import type { MailMessage } from '../../ports/mail.ts';
import { chen, kinds, talkUntilFirstConfirmation, talkUntilQuoted } from '../support/change.ts';
import { rowsOf } from '../support/talk.ts';

/** Everything written about one change: the SMS, the mail and the receipt. */
async function writtenAbout(kind: keyof typeof kinds, language: Language) {
  const mails: MailMessage[] = [];
  const mail = { send: async (message: MailMessage) => void mails.push(message) };
  const talk = await talkUntilFirstConfirmation(kinds[kind], { language, mail });
  const { customer, bot, code, phone, operator, shortCode, card, evidence } = talk;
  await customer.says(code);
  bot.says('change:ordering');
  const receipt = bot.shows();
  bot.shows();
  const [order] = await operator.orders();
  const plain = (text: string) =>
    text
      .replaceAll(code, '<code>')
      .replaceAll(shortCode, '<order>')
      .replaceAll(order?.id ?? '', '<number>');
  const [codeSms = '', doneSms = ''] = (await phone.messages(chen)).map(plain);
  return { codeSms, doneSms, mails, plain, receipt, card: card(), evidence };
}

describe('what is written about a change', () => {
  it('is the whole order in the SMS of the code, in Chinese', async () => {
    const { codeSms, doneSms } = await writtenAbout('changePlan', 'zh-CN');
    assert.equal(
      codeSms,
      '【明白通信】您正在办理：5G 畅享 99 元套餐（变更套餐），号码138****8001。费用：¥99.00/月，首次扣费¥99.00，套餐外流量 ¥0.03/MB，不足 1MB 按 1MB 计，每月封顶 ¥500.00；通话 ¥0.15/分钟，不足 1 分钟按 1 分钟计，不封顶；短信 ¥0.10/条，按条计，不封顶；2026-12-01 00:00生效，按月续订，直到退订；自动续订：是；违约金：今天办理会结束现有合约，违约金 ¥387.00。将失效：5G 畅享 129 元套餐（2026-12-01 00:00 起停止）；原套餐在新套餐生效时停止。验证码<code>，5分钟内有效，仅本次有效（本次办理识别码<order>），也可回复Y<order>确认。非本人操作请回复N<order>，切勿告知他人。\n@chat.example.com #<code>',
    );
    assert.equal(
      doneSms,
      '【明白通信】办理成功：5G 畅享 99 元套餐（变更套餐），号码138****8001，订单号<number>。费用¥99.00/月，首次扣费¥99.00；2026-12-01 00:00生效，按月续订，直到退订。退订或查看电子协议：在线客服说“退订”“我的协议”，或拨打10000。',
    );
  });

  it('is the whole order in the SMS of the code, in English', async () => {
    const { codeSms, doneSms } = await writtenAbout('orderService', 'en');
    assert.equal(
      codeSms,
      '[Mingbai Telecom] Your request: Video Ringback (order) for 138****8001. Price ¥5.00/month, first charge ¥1.16, beyond the allowance: None; nothing is charged beyond it. Starts 2026-11-24 10:00. Month by month until cancelled; renews automatically: Yes; early termination: No early termination fee today. You lose: None. Code <code>, valid 5 minutes, for this request only (reference <order>), or reply Y<order>. Not you? Reply N<order>. Never tell anyone the code.\n@chat.example.com #<code>',
    );
    assert.equal(
      doneSms,
      '[Mingbai Telecom] Done: Video Ringback (order) for 138****8001, order <number>. ¥5.00/month, first charge ¥1.16; starts 2026-11-24 10:00. Month by month until cancelled. To cancel or read your agreement, say “cancel” or “my agreement” in the online chat, or call 10000.',
    );
  });

  for (const language of ['zh-CN', 'en'] as const)
    it(`names the request by the same digits in chat and SMS, and not as an order number (${language})`, async () => {
      const { customer, bot, phone } = await talkUntilQuoted(kinds.changePlan, { language });
      await customer.says(kinds.changePlan.phrase[language]);
      const { text = '' } = bot.shows();
      const [, digits] = /(?:本次办理识别码是|reference) (\d{4})/.exec(text) ?? [];
      const [sms = ''] = await phone.messages(chen);
      assert.ok(
        digits && sms.includes(language === 'en' ? `reference ${digits}` : `识别码${digits}`),
      );
      assert.doesNotMatch(sms, /单号|order ending/);
    });

  it('says of a cancellation when it ends and that no fee follows (N20)', async () => {
    const { codeSms, doneSms } = await writtenAbout('cancelService', 'zh-CN');
    assert.match(codeSms, /2026-12-01 00:00起停止，之后不再收月费；违约金：今天办理没有违约金/);
    assert.match(doneSms, /2026-12-01 00:00起停止，之后不再收取该业务的费用/);
  });

  it('says of an undone plan change that the present plan goes on and is charged', async () => {
    const { codeSms, doneSms, receipt } = await writtenAbout('undoPlanChange', 'zh-CN');
    assert.match(
      codeSms,
      /还没生效的“5G 畅享 99 元套餐”将取消，现在的套餐照常使用、照常收费；撤销不收费/,
    );
    assert.match(doneSms, /“5G 畅享 99 元套餐”不会生效，现在的套餐照常使用、照常收费/);
    assert.equal(rowsOf(receipt).get('月费'), '套餐月费 ¥99.00/月，不会收取');
  });

  it('says of a resumed line that the fee of the suspension stops', async () => {
    const { codeSms, doneSms, receipt } = await writtenAbout('resumeLine', 'en');
    for (const text of [codeSms, doneSms, rowsOf(receipt).get('Monthly fee') ?? ''])
      assert.match(text, /Monthly fee ¥5\.00\/month, which stops/);
    assert.doesNotMatch(codeSms + doneSms, /Price|until cancelled/);
  });

  it('says of a suspended line what stops working and how to have it back', async () => {
    const { codeSms, doneSms } = await writtenAbout('suspendLine', 'zh-CN');
    assert.match(codeSms, /将失效：2026-11-24 10:00 起不能打电话、收发短信和上网/);
    assert.match(doneSms, /恢复使用请联系在线客服，说“复机”/);
  });

  for (const language of ['zh-CN', 'en'] as const)
    it(`goes by mail as well, in the same words, once (${language})`, async () => {
      const { mails, plain, doneSms, evidence } = await writtenAbout('changePlan', language);
      assert.equal(mails.length, 1);
      const [{ to, subject, text } = { to: '', subject: '', text: '' }] = mails;
      assert.equal(to, 'chen@example.com');
      assert.equal(
        subject,
        language === 'en' ? 'Mingbai Telecom: about your order' : '明白通信业务办理通知',
      );
      assert.equal(plain(text), doneSms);
      const notified = (await evidence()).filter(({ kind }) => kind === 'notified');
      assert.deepEqual(
        notified.map(({ data }) => data.channel),
        ['sms', 'mail', 'chat'],
      );
    });

  for (const kind of Object.keys(kinds) as Array<keyof typeof kinds>)
    it(`never differs from the card: the receipt of ${kind} repeats it`, async () => {
      const { receipt, card } = await writtenAbout(kind, 'zh-CN');
      const shown = rowsOf(card);
      for (const { rows = [] } of card.details?.sections ?? [])
        for (const { term, value } of rows) shown.set(term, value);
      const [number, ...rows] = receipt.sections?.[0]?.rows ?? [];
      assert.equal(number?.term, '订单号');
      assert.ok(rows.length >= 9);
      for (const { term, value } of rows) assert.equal(value, shown.get(term), term);
    });
});
