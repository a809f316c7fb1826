import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import { codeRules } from '../../domain/verification.ts';
import {
  chen,
  kinds,
  talkAbout,
  talkUntilFirstConfirmation,
  talkUntilQuoted,
} from '../support/change.ts';
import { memoryOf } from '../support/memory.ts';
import { rowsOf } from '../support/talk.ts';
import { ownSandbox, ownStore } from '../support/world.ts';

const { changePlan } = kinds;

/** A right code with other words: what is answered. `#` is where the code stands. */
const amongWords = {
  'zh-CN': [
    ['我不办了，验证码 #', 'frozen'],
    ['验证码#，算了别办', 'frozen'],
    ['# 等一下', 'paused'],
    ['帮我爸办的，#', 'thirdParty'],
    ['验证码发你了#你帮我填', 'codeForBot'],
    ['收到了#给你', 'codeAmongWords'],
    ['好的 #', 'codeAmongWords'],
    ['确认办理 #', 'codeAmongWords'],
    ['# 🤷', 'codeAmongWords'],
  ],
  en: [
    ["I don't want it, code #", 'frozen'],
    ['wait, #', 'paused'],
    ['my wife said yes, #', 'thirdParty'],
    ['here you go #', 'codeAmongWords'],
    ['CONFIRM #', 'codeAmongWords'],
  ],
} as const;

const withdrawn = { 'zh-CN': ['取消 #', '先别办 #', '# 👎'], en: ['no,#', '# cancel'] } as const;
const asked = { 'zh-CN': ['# 吗', '#？', '输入#就扣费吗'], en: ['#?', 'is # the code?'] } as const;
const named = {
  'zh-CN': ['验证码是 #。', '验证码：#', ' # '],
  en: ['my code is #', 'Code: #', '#.'],
} as const;

describe('codes of a change', () => {
  for (const language of ['zh-CN', 'en'] as const)
    describe(language, () => {
      words(language);
      locks(language);
    });
});

function words(language: Language): void {
  const phrase = changePlan.phrase[language];

  it('a right code among other words orders nothing', async () => {
    const talk = await talkUntilFirstConfirmation(changePlan, { language });
    const { customer, bot, says, code, operator, events } = talk;
    for (const [said, key] of amongWords[language]) {
      await customer.says(said.replace('#', code));
      says(key);
      bot.saysNothingMore();
    }
    assert.ok(!(await events()).includes('confirmedTwice'));
    assert.deepEqual(await operator.orders(), []);
  });

  for (const said of withdrawn[language])
    it(`“${said}” withdraws, code or not`, async () => {
      const { customer, bot, code, operator, events } = await talkUntilFirstConfirmation(
        changePlan,
        { language },
      );
      await customer.says(said.replace('#', code));
      bot.says('change:cancelled');
      bot.saysNothingMore();
      assert.deepEqual(await events(), ['disclosed', 'confirmedOnce', 'codeSent', 'cancelled']);
      assert.deepEqual(await operator.orders(), []);
    });

  it('a right code in a question only asks', async () => {
    const { customer, bot, code, operator, events } = await talkUntilFirstConfirmation(changePlan, {
      language,
    });
    for (const said of asked[language]) {
      await customer.says(said.replace('#', code));
      assert.match(bot.shows().text ?? '', /报价|quote/);
    }
    assert.deepEqual(await events(), ['disclosed', 'confirmedOnce', 'codeSent']);
    assert.deepEqual(await operator.orders(), []);
  });

  for (const said of named[language])
    it(`“${said}” says the code and nothing else`, async () => {
      const { customer, bot, code, operator } = await talkUntilFirstConfirmation(changePlan, {
        language,
      });
      await customer.says(said.replace('#', code));
      bot.says('change:ordering');
      bot.shows();
      bot.shows();
      assert.equal((await operator.orders()).length, 1);
    });

  it('the phrase with a code is no first confirmation', async () => {
    const { customer, says, operator, events } = await talkUntilQuoted(changePlan, { language });
    await customer.says(`${phrase} 483920`);
    says('codeTooEarly');
    assert.deepEqual(await events(), ['disclosed']);
    assert.deepEqual(await operator.orders(), []);
  });
}

/** A code that is not this one. */
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

function locks(language: Language): void {
  const phrase = changePlan.phrase[language];
  const locked = { hotline: '10000' };
  const requote = language === 'en' ? 'New quote' : '重新报价';

  it('five wrong codes void the quote and lock the number for a day, in every conversation', async () => {
    const sandbox = await ownSandbox();
    const first = await talkUntilFirstConfirmation(changePlan, { language, sandbox });
    const second = await talkUntilFirstConfirmation(changePlan, { language, sandbox });
    for (const left of [4, 3, 2, 1]) {
      await first.customer.says(wrongFor(first.code));
      first.bot.says('change:codeWrong', { left });
    }
    await first.customer.says(wrongFor(first.code));
    first.bot.says('change:locked', locked);
    await second.customer.says(second.code);
    second.bot.says('change:locked', locked);
    const third = await talkUntilQuoted(changePlan, { language, sandbox });
    await third.customer.says(phrase);
    third.bot.says('change:locked', locked);
    assert.deepEqual((await first.events()).slice(-1), ['locked']);
    assert.deepEqual(await second.operator.orders(), []);
    first.later(24 * 60 * 60_000);
    const nextDay = await talkUntilQuoted(changePlan, {
      language,
      sandbox,
      startsAt: first.now(),
    });
    await nextDay.customer.says(phrase);
    assert.match(nextDay.bot.shows().text ?? '', /第二次确认|Second:/);
  });

  it('wrong codes add up over quotes; the phone is warned, and the right code is worth nothing', async () => {
    const talk = await talkUntilFirstConfirmation(changePlan, { language });
    const { customer, bot, phone, code, operator, ledger, alerts } = talk;
    for (const left of [4, 3, 2, 1]) {
      await customer.says(wrongFor(code));
      bot.says('change:codeWrong', { left });
    }
    await customer.says(requote);
    assert.ok(rowsOf(bot.shows()).size > 0);
    await customer.says(phrase);
    bot.shows();
    const fresh = await phone.code(chen);
    await customer.says(wrongFor(fresh));
    bot.says('change:locked', locked);
    await customer.says(changePlan.wish[language]);
    bot.shows();
    await customer.says(phrase);
    bot.says('change:locked', locked);
    await customer.says(fresh);
    bot.shows();
    assert.deepEqual(await operator.orders(), []);
    assert.match((await phone.messages(chen)).at(-1) ?? '', /连续输错验证码|wrong codes/);
    const warned = (await ledger()).filter(({ kind }) => kind === 'codeLocked');
    assert.deepEqual(
      warned.map(({ data }) => data.purpose),
      ['change'],
    );
    assert.deepEqual(alerts, ['code.locked']);
  });

  it('wrong codes of the proof of the number count as well', async () => {
    const sandbox = await ownSandbox();
    const store = await ownStore();
    const guesser = await talkAbout(changePlan, {
      ...{ language, sandbox, store },
      phoneNumber: '13800138000',
    });
    await guesser.customer.says(changePlan.wish[language]);
    guesser.bot.shows();
    await guesser.customer.says(chen);
    guesser.bot.shows();
    const login = await guesser.phone.code(chen);
    for (let tries = 1; tries <= 3; tries += 1) {
      await guesser.customer.says(wrongFor(login));
      guesser.bot.says('identification:wrong');
    }
    const talk = await talkUntilFirstConfirmation(changePlan, { language, sandbox, store });
    await talk.customer.says(wrongFor(talk.code));
    talk.bot.says('change:codeWrong', { left: 1 });
    await talk.customer.says(wrongFor(talk.code));
    talk.bot.says('change:locked', locked);
    assert.deepEqual(await talk.operator.orders(), []);
  });

  it('nothing is kept of a code that is over, though its quote is still open and nobody says a word', async () => {
    const talk = await talkUntilFirstConfirmation(changePlan, { language });
    await talk.waits(codeRules.lifetimeMs);
    const kept = await memoryOf(talk.store, talk.id, talk.now());
    assert.match(kept, /"phase":"second"/);
    assert.match(kept, /"challenge":\{"digest":"",/);
    await talk.customer.says(talk.code);
    talk.bot.says('change:codeExpired');
    assert.deepEqual(await talk.operator.orders(), []);
  });

  it('a locked number does not confirm by SMS either', async () => {
    const sandbox = await ownSandbox();
    const first = await talkUntilFirstConfirmation(changePlan, { language, sandbox });
    const second = await talkUntilFirstConfirmation(changePlan, { language, sandbox });
    for (let tries = 0; tries < 5; tries += 1) {
      await first.customer.says(wrongFor(first.code));
      first.bot.shows();
    }
    assert.equal(await second.phone.replies(chen, `Y${second.shortCode}`), true);
    second.bot.says('change:locked', locked);
    assert.deepEqual(await second.operator.orders(), []);
  });
}
