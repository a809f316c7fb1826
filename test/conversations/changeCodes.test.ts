import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import { kinds, talkUntilFirstConfirmation, talkUntilQuoted } from '../support/change.ts';

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
  for (const language of ['zh-CN', 'en'] as const) describe(language, () => words(language));
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
