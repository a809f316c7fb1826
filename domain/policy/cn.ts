import { disclosureKeys } from '../disclosure.ts';
import type { Policy } from './policy.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const order = {
  phrase: 'confirmOrder',
  button: 'confirmOrder',
  identity: 'L1',
  confirmations: 2,
  hours: [0, 24],
} as const;
const cancel = { ...order, phrase: 'confirmCancel', button: 'confirmCancel' } as const;

/** Mainland China, the default. Figures without a law behind them are the operator's own ([D] in the catalogue). */
export const cn: Policy = {
  id: 'cn',
  version: 'cn-2026-11',
  limits: {
    quoteLifetimeMs: 10 * minuteMs,
    warnBeforeExpiryMs: minuteMs,
    reissues: 10,
    freshSimMs: 14 * 24 * hourMs,
    pendingNoticeAfterMs: minuteMs,
    reconcileForMs: 24 * hourMs,
  },
  changes: {
    changePlan: order,
    order,
    cancel,
    undoPlanChange: cancel,
    suspend: order,
    resume: order,
  },
  complaints: {
    answerWithinDays: 15,
    remindBeforeDays: 2,
    appeal: 'cn',
    appealWithinDays: 30,
    lookEveryMs: 10 * minuteMs,
    followForDays: 60,
  },
  // Down to how it is cancelled (rights §3.1 a); the rest is one tap away.
  firstScreen: disclosureKeys.slice(0, disclosureKeys.indexOf('cancellation') + 1),
  majorInterest: [
    'oneOffFees',
    'recurringFee',
    'overLimitTariff',
    'promotion',
    'minimumSpend',
    'effectiveAt',
    'contractTerm',
    'earlyTermination',
    'losses',
    'autoRenewal',
    'cancellation',
  ],
  withdrawalDays: 0,
  hasContractSummary: false,
  minimumAgeForPaidOrders: 18,
  mustProveUnknownAge: true,
  rules: [
    { id: 'R6', source: '求偿权', severity: 'S1' },
    { id: 'R13', source: '系统升级提前告知', severity: 'S2' },
    { id: 'R14', source: '交易安全', severity: 'S1' },
    { id: 'R17', source: '意外情况资费处理', severity: 'S1' },
    { id: 'R22', source: '办理前明确告知', severity: 'S1' },
    { id: 'R23', source: '了解后再决定', severity: 'S1' },
    { id: 'R24', source: '二次确认', severity: 'S1' },
    { id: 'R25', source: '避免强迫交易', severity: 'S1' },
    { id: 'R26', source: '告知办理结果', severity: 'S1' },
    { id: 'R28', source: '留存办理记录', severity: 'S1' },
    { id: 'R29', source: '电子协议', severity: 'S1' },
    { id: 'R30', source: '协议内容', severity: 'S1' },
    { id: 'R33', source: '资料不全不得销售', severity: 'S2' },
    { id: 'E2', source: '资费公示', severity: 'S1' },
    { id: 'E8', source: '不利价格条件同样醒目', severity: 'S1' },
    { id: 'E14', source: '民法典 496–498', severity: 'S1' },
    { id: 'E16', source: '明白办：短信回复、验证码或签名', severity: 'S1' },
    { id: 'E17', source: '明白办：短信写明办理内容', severity: 'S1' },
    { id: 'E18', source: '电商法 19：不得默认同意', severity: 'S1' },
    { id: 'E19', source: '自动续订提醒', severity: 'S1' },
    { id: 'E20', source: '体验到期不得转收费', severity: 'S1' },
    { id: 'E24', source: '退订即办', severity: 'S1' },
    { id: 'E25', source: '代收费须明示', severity: 'S1' },
    { id: 'E35', source: '未成年人', severity: 'S2' },
    { id: 'E53', source: '争议费用不催缴、不停机', severity: 'S1' },
    { id: 'E54', source: '投诉 15 日内答复；电信条例 39 申诉 30 日', severity: 'S2' },
    { id: 'X16', source: 'NIST SP 800-63B 5.1.3', severity: 'S1' },
    { id: 'X17', source: 'OWASP Transaction Authorization', severity: 'S1' },
    { id: 'INV-1', source: '一次变更一份确认', severity: 'S1' },
    { id: 'INV-9', source: '退订不难于订购', severity: 'S1' },
  ],
};
