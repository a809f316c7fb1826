import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import { type CodeTalk, chen, kinds, talkUntilFirstConfirmation } from '../support/change.ts';
import { vault } from '../support/talk.ts';

const { changePlan } = kinds;
const minuteMs = 60_000;
const han = /\p{Script=Han}{3}/u;

/** In which language the agreement of the number that the bot names is written. */
async function languageOfAgreement({ bot, store }: CodeTalk): Promise<string | undefined> {
  const [number = ''] = /AG-\w+/.exec(bot.shows().text ?? '') ?? [];
  const kept = await store.agreement(number);
  return /<html lang="([^"]+)"/.exec(vault.open(kept?.sealedHtml ?? ''))?.[1];
}

/** What the phone was last told, without the operator's name. */
const lastSms = async ({ phone }: CodeTalk) => (await phone.messages(chen)).at(-1) ?? '';

describe('the language of a change', () => {
  for (const language of ['zh-CN', 'en'] as const) describe(language, () => inLanguage(language));

  it('CONFIRM and English words on a Chinese card: SMS, receipt and agreement stay Chinese', async () => {
    const talk = await talkUntilFirstConfirmation({
      ...changePlan,
      phrase: { 'zh-CN': 'CONFIRM', en: 'CONFIRM' },
    });
    const { customer, bot, code } = talk;
    assert.match(await lastSms(talk), /您正在办理/);
    await customer.says('is there a penalty for early termination?');
    assert.match(bot.shows().text ?? '', han);
    await customer.says(code);
    bot.says('change:ordering');
    bot.says('change:outcomeText.committed');
    assert.match(await lastSms(talk), /办理成功/);
    assert.equal(await languageOfAgreement(talk), 'zh-CN');
  });

  it('English spoken while the order is under way: the receipt is in the words of the card', async () => {
    const talk = await talkUntilFirstConfirmation(changePlan, { waitsForOrders: false });
    const { customer, bot, code, operator, waits } = talk;
    await operator.misbehaves({ kind: 'orderStalls', delayMs: 1200, times: 1 });
    await customer.says(code);
    bot.says('change:ordering');
    await customer.says('what is my balance right now?');
    assert.equal(bot.shows().language, 'en');
    await operator.finishes();
    await waits(minuteMs);
    const receipt = bot.says('change:outcomeText.committed');
    assert.equal(receipt.language, 'zh-CN');
    assert.match(await lastSms(talk), /办理成功/);
    assert.equal(await languageOfAgreement(talk), 'zh-CN');
  });
});

function inLanguage(language: Language): void {
  const other = language === 'en' ? 'zh-CN' : 'en';
  const wish = { 'zh-CN': '说中文', en: 'English' }[other];
  const again = { 'zh-CN': '再说一遍', en: 'say that again' }[language];

  it('another language wished for after the first yes: the card anew, and a yes to it', async () => {
    const talk = await talkUntilFirstConfirmation(changePlan, { language });
    const { customer, bot, phone, code, speaks, events, evidence } = talk;
    await customer.says(wish);
    speaks(other);
    bot.says('common:languageSwitched');
    bot.says('change:readFirst');
    await customer.says(code);
    talk.says('codeTooEarly');
    await customer.says(changePlan.phrase[other]);
    bot.shows();
    assert.match(await lastSms(talk), other === 'en' ? /Your request/ : /您正在办理/);
    await customer.says(await phone.code(chen));
    bot.says('change:ordering');
    assert.equal(bot.says('change:outcomeText.committed').language, other);
    assert.equal(await languageOfAgreement(talk), other);
    assert.deepEqual((await events()).slice(0, 6), [
      ...['disclosed', 'confirmedOnce', 'codeSent'],
      ...['disclosed', 'confirmedOnce', 'codeSent'],
    ]);
    const [before, after] = (await evidence()).filter(({ kind }) => kind === 'disclosed');
    assert.deepEqual([before?.data.language, after?.data.language], [language, other]);
    assert.equal(before?.data.hash, after?.data.hash);
  });

  it('another language wished for in a digression: the card is read anew when it comes back', async () => {
    const { customer, bot, speaks, events } = await talkUntilFirstConfirmation(changePlan, {
      language,
      phoneNumber: chen,
    });
    await customer.says(language === 'en' ? 'my itemised records' : '查详单');
    bot.shows();
    await customer.says(wish);
    speaks(other);
    bot.says('common:languageSwitched');
    bot.shows();
    await customer.says(changePlan.phrase[other]);
    bot.says('change:readFirst');
    assert.deepEqual(await events(), ['disclosed', 'confirmedOnce', 'codeSent', 'disclosed']);
  });

  it('“say that again” between the confirmations: the code is awaited, nothing is disclosed twice', async () => {
    const { customer, bot, code, events } = await talkUntilFirstConfirmation(changePlan, {
      language,
    });
    await customer.says(again);
    const awaited = bot.says('change:codeAwaited');
    assert.equal(awaited.choices?.length, 2);
    assert.deepEqual(await events(), ['disclosed', 'confirmedOnce', 'codeSent']);
    await customer.says(code);
    bot.says('change:ordering');
    bot.shows();
    bot.shows();
  });
}
