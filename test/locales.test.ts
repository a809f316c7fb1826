import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../locales/', import.meta.url);

type Sentences = { [key: string]: string | Sentences };

function flatten(sentences: Sentences, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(sentences).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

const load = (language: string, file: string) =>
  flatten(JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8')));

const placeholders = (sentence: string) => (sentence.match(/{{\w+}}/g) ?? []).sort();

describe('the locales', () => {
  const files = readdirSync(new URL('zh-CN/', folder)).sort();

  it('have the same files in both languages', () => {
    assert.deepEqual(readdirSync(new URL('en/', folder)).sort(), files);
  });

  for (const file of files) {
    it(`say the same things with the same values in ${file}`, () => {
      const chinese = load('zh-CN', file);
      const english = load('en', file);
      assert.deepEqual([...english.keys()], [...chinese.keys()]);
      for (const [key, sentence] of chinese) {
        assert.deepEqual(placeholders(english.get(key) ?? ''), placeholders(sentence), key);
        assert.notEqual(sentence.trim(), '', key);
      }
    });
  }

  it('write Chinese in Chinese and English in English', () => {
    for (const file of files) {
      for (const [key, sentence] of load('en', file)) {
        // What a Chinese button says, it says in Chinese.
        if (!['text', 'otherLanguage', 'switchWords'].includes(key))
          assert.doesNotMatch(sentence, /\p{Script=Han}/u, `${file} ${key}`);
      }
    }
  });

  it('end every SMS with a code with the line that phones fill in from, for our page alone (X16)', () => {
    let found = 0;
    for (const file of files) {
      for (const language of ['zh-CN', 'en']) {
        for (const [key, sentence] of load(language, file)) {
          if (!/sms/i.test(key) || !sentence.includes('{{code}}')) continue;
          found += 1;
          assert.match(sentence, /\n@{{host}} #{{code}}$/, `${language} ${file} ${key}`);
        }
      }
    }
    assert.ok(found >= 20, 'the codes are elsewhere by now');
  });

  it('stumble over no doubled word', () => {
    for (const file of files) {
      for (const [key, sentence] of load('zh-CN', file))
        assert.doesNotMatch(sentence, /在在|于于|的的|了了/u, `${file} ${key}`);
    }
  });

  it('hold none of the clauses that are banned in contracts with customers (E15)', () => {
    for (const file of files) {
      for (const sentence of load('zh-CN', file).values()) {
        assert.doesNotMatch(sentence, /最终解释权|概不退|一经办理|残忍|仅剩/u);
      }
    }
  });
});
