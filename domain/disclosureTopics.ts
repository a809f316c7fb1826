import type { DisclosureKey } from './disclosure.ts';

/** What people ask about an open quote, and the fields that answer it (R23). First match first. */
const topics: ReadonlyArray<readonly [pattern: RegExp, keys: readonly DisclosureKey[]]> = [
  [/违约|解约|赔|early termination|terminat|penalt/i, ['earlyTermination', 'contractTerm']],
  [/合约|在网|绑定|锁|几个月|多长时间|contract|lock|how long/i, ['contractTerm', 'servicePeriod']],
  [
    /退订|能退|可以退|退吗|退款|撤销|反悔|不想要了|refund|undo|cancel|get out|opt out/i,
    ['cancellation'],
  ],
  [/续订|续费|自动|到期|renew/i, ['autoRenewal', 'servicePeriod']],
  [
    /什么时候|生效|几号|何时|多久开通|马上|立即|when|start|effective/i,
    ['effectiveAt', 'servicePeriod'],
  ],
  [/超出|超了|超过|超流量|用完|over|exceed|beyond|run out/i, ['overLimitTariff']],
  [/限速|速度|网速|限制|功能|speed|limit|throttl/i, ['functions']],
  [
    /原来|原套餐|旧|现在的套餐|影响|失去|没了|lose|old plan|current plan/i,
    ['losses', 'effectiveAt'],
  ],
  [/优惠|打折|活动|免费|体验|试用|discount|promo|free|trial/i, ['promotion', 'recurringFee']],
  [/最低消费|保底|minimum/i, ['minimumSpend']],
  [
    /谁收|第三方|收款|代收|哪家|公司|provider|third party|who (gets|charges|provides)/i,
    ['thirdPartyPayee', 'provider'],
  ],
  [/条件|资格|能不能办|可以办吗|eligib|qualif|condition/i, ['eligibility']],
  [/紧急|110|120|119|emergency/i, ['emergencyImpact']],
  [/隐私|个人信息|数据给谁|privacy|personal data|my data/i, ['dataUse']],
  [
    /失败|扣错|重复扣|出错|故障|fail|charged twice|outage/i,
    ['specialCases', 'operatorObligations'],
  ],
  [/加钱|附加|可选|option|extra/i, ['optionalItems']],
  [
    /怎么扣|扣费|何时扣|账单|下个月|first charge|next bill|deduct/i,
    ['firstCharge', 'billChange', 'charging'],
  ],
  [
    /多少钱|价格|资费|费用|月费|月租|贵|便宜|几块|how much|price|cost|fee|expensive|cheap/i,
    ['recurringFee', 'oneOffFees', 'firstCharge', 'billChange'],
  ],
  [
    /流量|分钟|通话|短信|包含|什么内容|多少G|有什么|data|minutes|sms|include|what do i get/i,
    ['content', 'functions'],
  ],
  [/流程|步骤|怎么办理|steps|process/i, ['processSteps']],
];

/** The fields that a question about an open quote asks for; none when it is about something else. */
export function fieldsAskedFor(text: string): readonly DisclosureKey[] {
  return topics.find(([pattern]) => pattern.test(text))?.[1] ?? [];
}
