import assert from 'node:assert/strict';
import { entityFinder } from '../../adapters/recognizer/entities.ts';
import { loadProject } from '../../adapters/recognizer/project.ts';

/** What is said on 2026-11-24, and every entity in it: `category value`, or `category “text”` where it has no value. */
const said: ReadonlyArray<readonly [string, ...string[]]> = [
  ['上个月的漫游费是什么', 'period 2026-10', 'recordKind roaming', 'billItem roamingFee'],
  ['套外流量费怎么这么贵', 'billItem dataOverage', 'resource data'],
  ['月租和来电显示费各是多少', 'billItem planFee', 'billItem serviceFee'],
  ['这笔信息费我不认', 'billItem contentFee'],
  ['滞纳金怎么算', 'billItem lateFee'],
  ['短信费扣了五毛', 'billItem messageFee', 'resource sms', 'amount 50 CNY'],
  ['why is there a roaming charge', 'recordKind roaming', 'billItem roamingFee'],
  ['what is the plan fee for september', 'billItem planFee', 'period 2026-09'],
  [
    'the third-party charge of 15 yuan is not mine',
    'recordKind valueAdded',
    'billItem contentFee',
    'amount 1500 CNY',
  ],
  ['late fee', 'billItem lateFee'],
  ['data overage last mnth', 'billItem dataOverage', 'resource data', 'period 2026-10'],
  ['我的地址是幸福路12号3单元', 'address “幸福路12号3单元”'],
  ['my new address is 12 Long Green Road', 'address “12 Long Green Road”'],
  ['邮箱换成 wang.wei@example.com', 'email “wang.wei@example.com”'],
  ['update my email to wang.wei@example.com', 'email “wang.wei@example.com”'],
  ['给 138****8001 充50元', 'phoneNumber “138****8001”', 'amount 5000 CNY'],
  ['my number is 138****8001', 'phoneNumber “138****8001”'],
];

const withoutEntity = ['你好', '转人工', 'hello', 'why', '怎么办', '寄到家里', 'talk to a person'];

describe('entities, in both languages', () => {
  const find = entityFinder(loadProject());
  const found = (text: string) =>
    find(text, '2026-11-24').map((entity) => {
      const { category, value, offset, length } = entity;
      assert.equal(text.slice(offset, offset + length), entity.text);
      return `${category} ${value ?? `“${entity.text}”`}`;
    });

  for (const [text, ...entities] of said) {
    it(`finds ${entities.join(', ')} in “${text}”`, () => {
      assert.deepEqual(found(text).sort(), entities.sort());
    });
  }
  for (const text of withoutEntity) {
    it(`finds none in “${text}”`, () => {
      assert.deepEqual(found(text), []);
    });
  }
});
