import { says, shows, transcript } from '../support/transcript.ts';

// Typed by ear, in haste, or in pinyin: what people really send.
describe('a customer who mistypes', () => {
  transcript('asks for a bill in haste', {
    'zh-CN': ({ bill }) => [['查下画费 上个约的', bill(10)]],
    en: ({ bill }) => [['bil lst mnth pls', bill(10)]],
  });
  transcript('corrects the month, mistyped as well', {
    'zh-CN': ({ bill }) => [
      ['上各月账单', bill(10)],
      ['不是 这个约的', bill(11)],
    ],
    en: ({ bill }) => [
      ['bil for last mth', bill(10)],
      ['no i mean this mnth', bill(11)],
    ],
  });
  transcript('asks what is left', {
    'zh-CN': ({ data }) => [['我这个月刘量够不够用啊', data]],
    en: ({ data }) => [['how mch data i hav lft', data]],
  });
  transcript('has been robbed', {
    'zh-CN': ({ card }) => [['手几被偷了咋整', card('suspend')]],
    en: ({ card }) => [['my phone got stoled what do', card('suspend')]],
  });
  transcript('asks about the balance', {
    'zh-CN': ({ balance }) => [['余鹅还有多少', balance]],
    en: ({ balance }) => [['wats my balence', balance]],
  });
  transcript('asks about the plan', {
    'zh-CN': ({ plan }) => [['我现在是什么桃餐', plan]],
    en: ({ plan }) => [['wat plan i got rite now', plan]],
  });
  transcript('asks how long the contract runs', {
    'zh-CN': ({ contract }) => [['我的合月什么时候到期', contract]],
    en: ({ contract }) => [['how long i stuck wit u', contract]],
  });
  transcript('wants a service gone', {
    'zh-CN': ({ card }) => [['那个啥 来电闲示 给我退丁了', card('cancel')]],
    en: ({ card }) => [['stop da caller display ting plz', card('cancel')]],
  });
  transcript('asks which of two plans is the better', {
    'zh-CN': () => [['99的桃餐跟129比那个好', shows('套餐比较')]],
    en: () => [['is 99 plan gd or 129', shows('Plans compared')]],
  });
  transcript('points at a place in the list in their own way', {
    'zh-CN': ({ bill, callerDisplay }) => [
      ['9月的账单', bill(9)],
      ['为啥这么多', says('explainCharge:which', { month: '2026年9月', total: '¥176.80' })],
      ['第2个撒', callerDisplay],
    ],
    en: ({ bill, callerDisplay }) => [
      ['bil for setpember', bill(9)],
      ['y so much', says('explainCharge:which', { month: '2026-9', total: '¥176.80' })],
      ['da second one', callerDisplay],
    ],
  });
  transcript('types pinyin: understood, and answered in the language of the talk', {
    'zh-CN': ({ data, bill }) => [
      ['liuliang hai sheng duoshao', data],
      ['shang ge yue de zhangdan', bill(10)],
    ],
    en: ({ data, bill }) => [
      ['liuliang hai sheng duoshao', data],
      ['shang ge yue de zhangdan', bill(10)],
    ],
  });
});

describe('a customer who names a charge by its sum', () => {
  transcript('one line has it: that one is explained', {
    'zh-CN': ({ callerDisplay }) => [['为么子扣我六块钱', callerDisplay]],
    en: ({ callerDisplay }) => [['y u charge me 6 yuan', callerDisplay]],
  });
  transcript('after the bill', {
    'zh-CN': ({ bill, callerDisplay }) => [
      ['9月的账单', bill(9)],
      ['六块的那个是啥', callerDisplay],
    ],
    en: ({ bill, callerDisplay }) => [
      ['bill for September', bill(9)],
      ['what is the 6 yuan one for', callerDisplay],
    ],
  });
  transcript('no line has it: all are offered', {
    'zh-CN': () => [
      ['为什么扣我八块钱', says('explainCharge:which', { month: '2026年10月', total: '¥176.90' })],
    ],
    en: () => [
      [
        'why did you charge me 8 yuan',
        says('explainCharge:which', { month: '2026-10', total: '¥176.90' }),
      ],
    ],
  });
});
