import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/disclosure.ts';
import type { AgreementDocument, AgreementSection } from '../../ports/agreement.ts';

type Rows = AgreementSection['rows'];

function section(
  heading: string,
  rows: Readonly<Record<string, string>>,
  paragraphs: readonly string[] = [],
  isMajorInterest = false,
): AgreementSection {
  const entries: Rows = Object.entries(rows).map(([term, value]) => ({ term, value }));
  return { heading, rows: entries, paragraphs, isMajorInterest };
}

const disclosureJson = canonicalJson({
  version: '1',
  order: { action: 'change', tariffId: '26GD100129', recurringFee: 12900 },
  fields: [
    { key: 'D2', 'zh-CN': '畅享 5G 129 元套餐', en: 'Unlimited 5G 129' },
    { key: 'D11', 'zh-CN': '¥129.00/月', en: '¥129.00 a month' },
  ],
});
const disclosureHash = createHash('sha256').update(disclosureJson).digest('hex');

/** A change of plan as a Chinese agreement, sections as in rights §3.2. */
export const chineseAgreement: AgreementDocument = {
  number: 'MB-20261124-000137',
  language: 'zh-CN',
  title: '电信服务协议',
  operatorName: '明白通信',
  agreedAt: '2026-11-24T09:31:07+08:00',
  disclosureJson,
  disclosureHash,
  footer: `协议编号 MB-20261124-000137 · 告知书校验码 ${disclosureHash.slice(0, 12)}`,
  sections: [
    section('甲、协议双方', {
      运营商: '明白通信有限公司，广东省广州市天河区体育西路 100 号；经营许可证 A2.B1-20260001',
      客户: '欧阳晓明（身份证 4401**********0016）',
      办理号码: '138****8001',
      账户: '1000 2345 6789',
    }),
    section('乙、业务内容', {
      业务名称: '畅享 5G 129 元套餐（资费编号 26GD100129）',
      包含内容:
        '每月国内通用流量 30 GB、国内语音 500 分钟、短信 100 条；流量当月有效，未用完的部分结转至次月月底，先用结转流量。',
      功能及限制:
        '下行速率最高 300 Mbps；当月流量用至 100 GB 后降至 1 Mbps，次月 1 日恢复。港澳台及国际漫游不含在内，需另行开通。',
      服务质量: '按《电信服务规范》及明白通信公布的服务质量标准执行。',
      办理条件: '实名登记（已满足）；账户无欠费（已满足）；无在途业务（已满足）。',
    }),
    section('丙、费用', {
      月费: '¥129.00/月（含税），每月 1 日扣费',
      首月折算: '自生效日起按天折算：¥129.00 ÷ 31 × 31 = ¥129.00',
      超出资费:
        '流量 ¥5.00/GB，不足 1 GB 按 1 GB 计，每月封顶 ¥500.00；语音 ¥0.15/分钟；短信 ¥0.10/条',
      一次性费用: '无',
      优惠: '前 6 个月每月减 ¥30.00，至 2027-05-31 止；到期后恢复 ¥129.00/月',
      最低消费: '无',
      付费方式: '后付费；账单每月 3 日前可查，发票可随时在本服务内开具',
    }),
    section('丁、时间', {
      生效时间: '2026-12-01 00:00（UTC+8）',
      服务时限: '2026-12-01 00:00 至 2027-12-01 00:00',
      合约期: '12 个月，不限制携号转网',
      自动续订: '否；到期前 30 天短信提醒',
    }),
    section(
      '重要条款提示',
      {
        每月应付: '前 6 个月 ¥99.00，此后 ¥129.00',
        生效时间: '2026-12-01 00:00（UTC+8），在此之前可免费撤销',
        违约金: '剩余月数 × ¥30.00，最高 ¥360.00；今天为 ¥0.00',
        将失去的权益: '原“惠享 99 元套餐”及其每月 5 GB 定向视频流量，自生效时起停止',
      },
      ['您可以随时在本服务内、拨打 10000 或到任一营业厅退订，退订与办理同样简便。'],
      true,
    ),
    section('戊、办理记录', {
      第一次确认: '2026-11-24 09:29:48（UTC+8），在线对话，确认告知书全文',
      第二次确认: '2026-11-24 09:31:07（UTC+8），短信回复，138****8001，短信编号 SMS-88120457',
      告知书校验码: disclosureHash,
      政策版本: '2026-10；协议文本版本 3；语言 zh-CN',
    }),
    section('己、特殊情况处理', {
      开通失败: '不收取任何费用，原套餐不变，24 小时内短信告知原因。',
      部分开通: '未开通的部分不收费；您可选择整体撤销。',
      重复缴费: '核实后 3 个工作日内原路退回。',
      网络中断: '连续中断超过 24 小时的，按天减免月费。',
      资费标示错误: '按对您有利的标示执行。',
      业务下线: '提前 90 天公告并通知，您可免费更换或退出。',
      号码变更: '提前 45 天通知并说明保留办法。',
    }),
    section('庚、变更、退出与责任', {}, [
      '明白通信变更本协议内容的，至少提前 30 天以短信通知；您不同意的，可以在变更生效前免费退出，已预付的费用按未使用部分退还。',
      '逾期开通的，每逾期一天按月费的 3‰ 支付违约金；多收费用的，退还多收部分并支付同等金额的补偿。您逾期缴费的，每天按欠费金额的 3‰ 支付违约金，以欠费本金为限。',
    ]),
    section('辛、个人信息与争议解决', {
      个人信息: '仅为提供服务、计费与客户服务而处理；可随时查询、更正、撤回同意或申请删除。',
      投诉: '拨打 10000，15 日内答复；不满意的可向电信用户申诉受理中心申诉：https://dxss.miit.gov.cn',
      其他途径: '拨打 12315；申请调解、仲裁；向人民法院起诉。',
    }),
    section('壬、文件完整性', {
      签名算法: 'RSA 3072 与 SHA-256，PAdES',
      上一版本: '无',
    }),
  ],
};

/** Ordering an add-on as an English agreement. */
export const englishAgreement: AgreementDocument = {
  number: 'MB-20261124-000138',
  language: 'en',
  title: 'Telecommunications service agreement',
  operatorName: 'Mingbai Telecom',
  agreedAt: '2026-11-24T01:31:07Z',
  disclosureJson,
  disclosureHash,
  footer: `Agreement MB-20261124-000138 · disclosure check ${disclosureHash.slice(0, 12)}`,
  sections: [
    section('A. Parties', {
      Operator:
        'Mingbai Telecom Ltd, 100 Tiyu West Road, Tianhe, Guangzhou; licence A2.B1-20260001',
      Customer: "O'Brien & Søns <family>",
      'Telephone number': '138****8001',
      Account: '1000 2345 6789',
    }),
    section('B. Service', {
      Product: 'Weekend data 10 GB (tariff 26GD200010)',
      Content:
        '10 GB of national data every month, usable from Saturday 00:00 to Sunday 24:00. What is left at the end of the month expires.',
      'Functions and limits': 'Up to 300 Mbps down. Not usable while roaming abroad.',
      'Conditions of eligibility': 'Registered name (met); no arrears (met).',
    }),
    section('C. Money', {
      'Monthly fee': '¥10.00 including tax, charged on the 1st',
      'One-off fees': 'none',
      'Beyond the allowance': 'as in your plan: ¥5.00 per GB, at most ¥500.00 a month',
      'Minimum spend': 'none',
    }),
    section('D. Time', {
      'Effective from': '2026-12-01 00:00 (UTC+8)',
      'Service period': 'until you cancel',
      'Automatic renewal': 'monthly; a text message 5 days before each renewal says how to stop it',
    }),
    section(
      'What matters most',
      {
        'You pay': '¥10.00 a month from 2026-12-01',
        'Early termination fee': 'none',
        'How to cancel': 'here, by calling 10000 or in any shop, at any time, effective at once',
      },
      ['You can undo this order free of charge until 2026-12-01 00:00 (UTC+8).'],
      true,
    ),
    section('E. Evidence', {
      'First confirmation': '2026-11-24 09:29:48 (UTC+8), chat, full disclosure shown',
      'Second confirmation': '2026-11-24 09:31:07 (UTC+8), text message reply, 138****8001',
      'Disclosure check': disclosureHash,
    }),
    section('F. Special cases', {
      'Activation fails':
        'Nothing is charged and nothing changes; we tell you why within 24 hours.',
      'Paid twice': 'Returned the way it was paid within 3 working days.',
      Outage: 'More than 24 hours without service: the fee is reduced by the day.',
    }),
    section('G. Change, exit and liability', {}, [
      'We announce a change of this agreement at least 30 days before by text message. If you do not agree you may leave free of charge before it takes effect, and get back what you paid in advance and did not use.',
      'If we charge too much we return it and pay the same amount again. Arrears bear 3‰ a day, never more than the arrears themselves.',
    ]),
    section('H. Personal data and disputes', {
      'Personal data':
        'Used for the service, billing and support only; withdraw consent at any time.',
      Complaints: 'Call 10000; answered within 15 days. Then https://dxss.miit.gov.cn or 12315.',
    }),
  ],
};
