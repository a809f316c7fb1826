import type { Language } from '../language.ts';

const zh = {
  title: '资费公示',
  lead: '下列为全部在售业务，价格含税，对所有客户一致。',
  contents: '目录',
  otherLanguage: 'English',
  price: '价格',
  promotion: '优惠',
  discount: (price: string, months: number) => `前 ${months} 个月 ${price}/月，之后恢复原价`,
  trial: (months: number) => `免费体验 ${months} 个月，到期自动停止`,
  minimumSpend: '最低消费',
  allowance: '包含内容',
  overLimit: '超出后资费',
  limit: '使用限制',
  condition: '办理条件',
  contract: '合约期',
  earlyTermination: '提前解约',
  renewal: '到期后',
  cancel: '退订方式',
  tariffId: '资费方案编号',
  none: '无',
  perMonth: '/月',
  unlimited: '不限量',
  rollover: '当月未用完可结转次月',
  renews: '自动续订，可随时退订',
  ends: '到期自动停止，不续费',
  comma: '，',
  inBrackets: (text: string) => `（${text}）`,
  months: (count: number) => (count > 0 ? `${count} 个月` : '无合约期'),
  cap: (amount: string) => `每月封顶 ${amount}`,
  unit: (units: unknown) => nameOf(units, { minute: '分钟', message: '条' }),
  resource: (resource: unknown) =>
    nameOf(resource, {
      data: '国内通用流量',
      directedData: '定向流量',
      voice: '国内通话',
      sms: '国内短信',
    }),
};

/** The words around the tariffs; the tariffs bring their own. */
export type Words = typeof zh;

const en: Words = {
  title: 'Public tariffs',
  lead: 'Everything on sale. Prices include tax and are the same for every customer.',
  contents: 'Contents',
  otherLanguage: '中文',
  price: 'Price',
  promotion: 'Promotion',
  discount: (price, months) => `${price} a month for ${months} months, then the full price`,
  trial: (months) =>
    `free for ${months} ${months === 1 ? 'month' : 'months'}, then it ends by itself`,
  minimumSpend: 'Minimum spend',
  allowance: 'Includes',
  overLimit: 'Over the limit',
  limit: 'Limits of use',
  condition: 'Conditions',
  contract: 'Contract',
  earlyTermination: 'Ending early',
  renewal: 'At its end',
  cancel: 'How to cancel',
  tariffId: 'Tariff id',
  none: 'None',
  perMonth: ' a month',
  unlimited: 'unlimited',
  rollover: 'what is left carries over to the next month',
  renews: 'renews by itself; cancel at any time',
  ends: 'stops by itself, without further charge',
  comma: ', ',
  inBrackets: (text) => ` (${text})`,
  months: (count) => (count > 0 ? `${count} months` : 'no contract'),
  cap: (amount) => `at most ${amount} a month`,
  unit: (units) => nameOf(units, { minute: 'min', message: 'SMS' }),
  resource: (resource) =>
    nameOf(resource, {
      data: 'National data',
      directedData: 'App-specific data',
      voice: 'National calls',
      sms: 'National SMS',
    }),
};

function nameOf(key: unknown, names: Readonly<Record<string, string>>): string {
  return names[String(key)] ?? String(key);
}

/** In both languages. */
export const tariffWords: Readonly<Record<Language, Words>> = { 'zh-CN': zh, en };
