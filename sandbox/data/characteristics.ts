import {
  type AllowanceEntry,
  allowanceNames,
  type CatalogueEntry,
  nationalScope,
  type OptionEntry,
  type PromotionEntry,
  type Values,
} from './catalogueEntry.ts';
import { type Bilingual, say } from './text.ts';

const none = say('无', 'None');
const notApplicable = say('不适用', 'Not applicable');
const money = (fen: number) => ({ unit: 'CNY', value: fen / 100 });

/** What happens to the customer's money when something goes wrong: all eight codes (R17, D25). */
const specialCases: Values = [
  {
    code: 'activationFailed',
    text: say(
      '开通失败不收费，已收费用 24 小时内退回话费余额',
      'Not charged; anything charged is returned to your balance within 24 hours',
    ),
  },
  {
    code: 'partialActivation',
    text: say(
      '只开通一部分的，全部撤销，不收费',
      'If only part works, all of it is undone and nothing is charged',
    ),
  },
  {
    code: 'duplicatePayment',
    text: say(
      '重复扣费在 3 个工作日内原路退回',
      'Paid twice: returned the way it came within 3 working days',
    ),
  },
  { code: 'deliveryFailed', text: say('不涉及实物配送', 'No goods are delivered') },
  {
    code: 'outage',
    text: say('服务中断按日减免月费', 'The monthly fee is reduced for each day of an outage'),
  },
  { code: 'cannotInstall', text: say('不涉及上门安装', 'Nothing is installed') },
  {
    code: 'priceError',
    text: say('标价错误按对客户有利的价格执行', 'A wrong price is settled in your favour'),
  },
  {
    code: 'earlyCancel',
    text: say(
      '提前退订按违约金规则办理，没有约定的不收',
      'Ending early follows the early termination rule; without one it is free',
    ),
  },
];

/**
 * Every field of the disclosure as a characteristic of the offering: name → values. These names are
 * the contract with whoever reads the catalogue; `sandbox/README.md` lists them.
 */
export function characteristicsOf(entry: CatalogueEntry): Record<string, Values> {
  const { tariffId, thirdParty, contractMonths = 0, autoRenew = true } = entry;
  const all: Record<string, Values> = {
    ...(tariffId && { tariffId: [tariffId] }),
    provider: [say('明白通信有限公司，客服热线 10000', 'Mingbai Telecom Ltd, hotline 10000')],
    thirdPartyPayee: [thirdParty ?? none],
    allowance: (entry.allowances ?? []).map(allowanceValue),
    consumptionOrder: [
      say(
        '先用附加包，再用套餐内，最后按套餐外资费',
        'Add-ons first, then the plan, then out-of-plan rates',
      ),
    ],
    function: [entry.description],
    limit: entry.limits ?? [],
    condition: (entry.conditions ?? []).map((condition) => ({ ...condition })),
    processStep: [
      say('确认资费和内容', 'Check price and contents'),
      say('短信二次确认', 'Confirm a second time by SMS'),
      say('系统开通并短信告知', 'Activated, and an SMS tells you'),
    ],
    overLimitRate: overLimitRates(entry),
    promotion: [entry.promotion ? promotionValue(entry.promotion) : none],
    minimumSpend: [entry.minimumSpend === undefined ? none : money(entry.minimumSpend)],
    chargingMethod: [chargingMethod(entry)],
    deductDate: [say('每月 1 日', 'The 1st of each month')],
    ...proRata(entry),
    effectiveDateType: [entry.kind === 'plan' ? 'nextCycle' : 'immediate'],
    servicePeriod: [
      autoRenew
        ? say('按月续订，直到退订', 'Month by month until cancelled')
        : say('当月有效', 'This month only'),
    ],
    autoRenew: [autoRenew],
    renewalReminderDays: [5],
    stopMethod: [
      say(
        '随时可在线退订，次月起不再收费',
        'Cancel online at any time; no charge from the next month',
      ),
    ],
    contractMonths: [contractMonths],
    earlyTerminationRule: [
      contractMonths > 0
        ? say('剩余合约月数 × 月费 × 30%', 'Months left × monthly fee × 30 %')
        : none,
    ],
    earlyTerminationPercent: [contractMonths > 0 ? 30 : 0],
    conflict: [
      ...(entry.kind === 'plan'
        ? [say('原套餐在新套餐生效时停止', 'The old plan ends when the new one starts')]
        : []),
      ...(entry.conflicts ?? []),
    ],
    optionalItem: (entry.optionalItems ?? []).map(optionValue),
    cancelMethod: [say('在线客服、营业厅或拨打 10000', 'Online service, a shop, or call 10000')],
    undoWindow: [say('生效前可免费撤销', 'Undone free of charge before it starts')],
    refundRule: [say('未使用的 24 小时内全额退款', 'Unused: full refund within 24 hours')],
    specialCase: specialCases,
    operatorObligation: [
      say(
        '城镇 48 小时、农村 72 小时内修复障碍，超时减免月费',
        'Faults are repaired within 48 hours in towns, 72 in the country, else the fee is reduced',
      ),
    ],
    dataUse: [
      thirdParty
        ? say('向第三方提供号码用于开通', 'Your number is passed to the third party for activation')
        : say('仅用于提供本业务', 'Used only to provide this service'),
    ],
    goods: [notApplicable],
    emergencyImpact: [say('不影响紧急呼叫', 'Emergency calls are not affected')],
    agreementTextVersion: ['2026-01'],
    ...entry.own,
  };
  if (!entry.incomplete) return all;
  const { earlyTerminationRule: _rule, specialCase: _cases, ...rest } = all;
  return rest;
}

function chargingMethod({ prepaid, conditions = [] }: CatalogueEntry): Bilingual {
  if (prepaid) return say('预付费，从余额扣取', 'Prepaid, taken from the balance');
  if (conditions.some(({ code }) => code === 'postpaid'))
    return say('后付费，计入当月账单', 'Postpaid, on the monthly bill');
  return say(
    '预付费从余额扣取，后付费计入当月账单',
    'Prepaid: taken from the balance; postpaid: on the monthly bill',
  );
}

/** The rule in words and the same as a code. What begins with a month or lasts but one has no part months. */
function proRata({ kind, autoRenew = true }: CatalogueEntry): Record<string, Values> {
  if (kind === 'plan' || !autoRenew)
    return { proRata: ['full'], proRataRule: [say('按整月收取，不折算', 'By the whole month')] };
  return {
    proRata: ['byDay'],
    proRataRule: [say('当月生效的按剩余天数折算', 'In the first month, by the days that are left')],
  };
}

const promotionValue = ({ kind, price, months }: PromotionEntry) => ({
  kind,
  price: money(price),
  months,
});
const optionValue = ({ id, name, price, perMonth }: OptionEntry) => ({
  id,
  name,
  price: money(price),
  perMonth,
});

function allowanceValue({
  resource,
  amount,
  scope,
  rollover,
}: AllowanceEntry): Record<string, unknown> {
  return {
    resource,
    name: allowanceNames[resource],
    ...(amount !== undefined && { amount, units: unitsOf(resource) }),
    scope: scope ?? nationalScope,
    rollover: rollover ?? false,
  };
}

/** Units as the demo operator writes them on the wire. */
export function unitsOf(resource: AllowanceEntry['resource']): string {
  if (resource === 'voice') return 'minute';
  return resource === 'sms' ? 'message' : 'MB';
}

function overLimitRates({ dataPerMb, dataCap, voicePerMinute, smsEach }: CatalogueEntry): Values {
  const rate = (
    resource: AllowanceEntry['resource'],
    fen: number,
    rounding: Bilingual,
    cap?: number,
  ) => ({
    resource,
    price: money(fen),
    per: { amount: 1, units: unitsOf(resource) },
    rounding,
    ...(cap !== undefined && { cap: money(cap) }),
  });
  return [
    ...(dataPerMb
      ? [rate('data', dataPerMb, say('不足 1MB 按 1MB 计', 'part of a MB counts as one'), dataCap)]
      : []),
    ...(voicePerMinute
      ? [
          rate(
            'voice',
            voicePerMinute,
            say('不足 1 分钟按 1 分钟计', 'part of a minute counts as one'),
          ),
        ]
      : []),
    ...(smsEach ? [rate('sms', smsEach, say('按条计', 'by the message'))] : []),
  ];
}
