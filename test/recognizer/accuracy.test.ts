import assert from 'node:assert/strict';
import { commandOf } from '../../adapters/recognizer/commands.ts';
import { createEmbeddedRecognizer } from '../../adapters/recognizer/embedded.ts';
import { languageOf } from '../../adapters/recognizer/entities.ts';
import { loadProject } from '../../adapters/recognizer/project.ts';
import { confidence } from '../../dialogs/shared/turn.ts';
import type { Language } from '../../domain/language.ts';
import type { Recognition } from '../../ports/recognizer.ts';

/** Just under what `npm run nlu:eval` says today: who lowers it breaks something. */
const floors: Readonly<Record<Language, number>> = { 'zh-CN': 0.925, en: 0.905 };

/** Acting on the wrong thing is worse than asking: of what is sure enough to be acted on, so much is right. */
const surelyRight = 0.9;

/** What ends, empties or repeats a conversation. */
const interruptions = new Set(['cancel', 'startOver', 'repeat', 'switchLanguage', 'logOut']);

/** A command's word inside a sentence that asks for something else. */
const sentences: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': [
    '我想取消流量包',
    '怎么取消彩铃业务',
    '取消套餐要付违约金吗',
    '上个月取消的业务为什么还在扣费',
    '这个会员能不能退订取消',
    '我的手机停机了',
    '为什么给我停机',
    '停机保号怎么办理',
    '停止服务以后号码还能用吗',
    '欠费多久会停止通话',
    '算了一下这个月话费不对',
    '你帮我算了没有，一共多少钱',
    '不用了的号码怎么注销',
    '不要了这个副卡还要交钱吗',
    '退出家庭网要钱吗',
    '怎么退出亲情号',
    '这个业务重复扣费了',
    '重复订购了两个流量包',
    '账单里有一笔重复的费用',
    '重新开始计费是哪天',
    '重置服务密码要带身份证吗',
    '合约到期后重新开始算吗',
    '有没有英文账单',
    '我想看中文版的合同',
    '中文客服热线是多少',
  ],
  en: [
    'I want to cancel my data pack',
    'how do I cancel the ringtone service',
    'is there a fee if I cancel my plan',
    'why am I still charged for what I cancelled',
    'can I cancel the contract early',
    'my phone stopped working',
    'stop charging me for that membership',
    'when does my contract stop',
    'how do I stop my line while I travel',
    'please stop the data pack from renewing',
    'why did my data stop yesterday',
    'what does it cost to exit my contract',
    'can I quit the family plan',
    'will my plan restart next month',
    'when does my data reset',
    'I was charged for a repeat order',
    'is the monthly charge repeated again in june',
    'why was I charged again',
    'I never mind paying but this bill is wrong',
    'I need an english copy of my bill',
    'does the chinese new year offer include data',
    'calls to chinese numbers how much',
    'my bill is in english why',
    'what language is the contract in',
    'forget it was my fault, why is my bill so high',
  ],
};

describe('the recogniser', function () {
  // It is trained first, from nothing.
  this.timeout(180_000);
  const project = loadProject();
  const held = project.assets.utterances.filter(({ dataset }) => dataset === 'Test');
  let recognize: (text: string) => Promise<Recognition>;

  before(async () => {
    const recognizer = await createEmbeddedRecognizer({ project });
    recognize = (text) => recognizer.recognize(text, { language: 'zh-CN', today: '2026-11-24' });
  });

  for (const language of ['zh-CN', 'en'] as const) {
    const own = held.filter(({ text }) => (languageOf(text) ?? 'en') === language);

    it(`understands what it was not trained on, in ${language}`, async () => {
      const wrong: string[] = [];
      for (const { text, intent } of own) {
        const found = await recognize(text);
        if (found.intent !== intent) wrong.push(`${text}: ${intent} → ${found.intent}`);
      }
      const accuracy = 1 - wrong.length / own.length;
      assert.ok(accuracy >= floors[language], `${accuracy.toFixed(3)}\n${wrong.join('\n')}`);
    });

    it(`is right where it is sure, in ${language}`, async () => {
      const acted: boolean[] = [];
      for (const { text, intent } of own) {
        const found = await recognize(text);
        if (found.confidence >= confidence.sure && found.intent !== 'None')
          acted.push(found.intent === intent);
      }
      assert.ok(acted.length > own.length / 2, `sure of ${acted.length} of ${own.length} alone`);
      const share = acted.filter(Boolean).length / acted.length;
      assert.ok(share >= surelyRight, share.toFixed(3));
    });

    it(`hears no command in a word of a longer sentence, in ${language}`, async () => {
      const heard: string[] = [];
      for (const text of sentences[language]) {
        const { intent, confidence: certainty } = await recognize(text);
        const isCommand = commandOf(text) !== undefined;
        if (isCommand || (interruptions.has(intent) && certainty >= confidence.sure))
          heard.push(`${text}: ${intent} ${certainty.toFixed(2)}`);
      }
      assert.deepEqual(heard, []);
    });
  }
});
