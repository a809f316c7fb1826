import { type Bilingual, say } from './text.ts';

/** Something a demo customer has besides the plan. */
export interface ExtraEntry {
  readonly offer: string;
  readonly monthsAgo: number;
  readonly channel: Bilingual;
  readonly isDisputed?: boolean;
}

/** Use of one month: data and directed data in MB, voice in minutes, SMS in messages. */
export interface MonthUse {
  readonly data: number;
  readonly directedData: number;
  readonly voice: number;
  readonly sms: number;
}

/** A stay abroad: how much was used, and what it cost in fen. */
export interface TripEntry {
  readonly monthsAgo: number;
  readonly place: Bilingual;
  readonly voice: { readonly amount: number; readonly fen: number };
  readonly sms: { readonly amount: number; readonly fen: number };
  readonly data: { readonly amount: number; readonly fen: number };
}

/** A demo customer. Names and numbers are invented; money in fen. */
export interface CustomerEntry {
  readonly key: string;
  readonly phoneNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly birthDate: string;
  readonly email?: string;
  readonly isStudent?: boolean;
  /** For probing the live path (R5): every bill of it is waived, so nothing is ever charged. */
  readonly isProbe?: boolean;
  readonly description: Bilingual;
  readonly payment: 'prepaid' | 'postpaid';
  readonly plan: string;
  readonly planMonthsAgo: number;
  readonly contractStartedMonthsAgo?: number;
  readonly extras: readonly ExtraEntry[];
  /** Use of the running month so far. */
  readonly thisMonth: MonthUse;
  /** Typical use of a past month; each month differs a little, the same way every time. */
  readonly usual: MonthUse;
  /** Issued bills, six unless the customer is newer. */
  readonly bills: number;
  /** The newest so many bills are unpaid. */
  readonly unpaidBills: number;
  readonly balance: number;
  readonly secondaryOf?: string;
  readonly portedInDaysAgo?: number;
  readonly simChangedDaysAgo?: number;
  readonly trips?: readonly TripEntry[];
}

const shop = say('营业厅', 'shop');
const online = say('网上营业厅', 'online hall');
const app = say('手机 App', 'mobile app');
const hotline = say('客服热线', 'hotline');
const use = (data: number, voice: number, sms: number, directedData = 0): MonthUse => ({
  data,
  directedData,
  voice,
  sms,
});

const common = {
  payment: 'postpaid',
  extras: [],
  bills: 6,
  unpaidBills: 0,
  balance: 5000,
} as const;

/** The demo customers: each shows something the others do not. */
export const customers: readonly CustomerEntry[] = [
  {
    ...common,
    key: 'chen',
    phoneNumber: '13800138001',
    familyName: '陈',
    givenName: '试明',
    birthDate: '1990-05-12',
    email: 'chen@example.com',
    description: say(
      '后付费，24 个月合约期内，流量快用完了',
      'Postpaid, inside a 24-month contract, data nearly used up',
    ),
    plan: 'plan-129',
    planMonthsAgo: 14,
    contractStartedMonthsAgo: 14,
    extras: [
      { offer: 'vas-01', monthsAgo: 14, channel: shop },
      { offer: 'add-03', monthsAgo: 3, channel: app },
    ],
    thisMonth: use(47_800, 312, 18),
    usual: use(44_000, 430, 22),
    balance: 12_000,
  },
  {
    ...common,
    key: 'lin',
    phoneNumber: '13800138002',
    familyName: '林',
    givenName: '试余',
    birthDate: '1998-09-03',
    description: say('预付费，余额不多', 'Prepaid, with a low balance'),
    payment: 'prepaid',
    plan: 'plan-018',
    planMonthsAgo: 20,
    extras: [{ offer: 'vas-08', monthsAgo: 8, channel: online }],
    thisMonth: use(610, 22, 4),
    usual: use(700, 25, 6),
    balance: 640,
  },
  {
    ...common,
    key: 'wang',
    phoneNumber: '13800138003',
    familyName: '王',
    givenName: '试安',
    birthDate: '1951-02-20',
    email: 'wang@example.com',
    description: say('75 岁，孝心卡', '75 years old, on the family care plan'),
    plan: 'plan-019',
    planMonthsAgo: 30,
    extras: [
      { offer: 'vas-01', monthsAgo: 30, channel: shop },
      { offer: 'vas-09', monthsAgo: 12, channel: hotline },
    ],
    thisMonth: use(420, 96, 3),
    usual: use(600, 120, 5),
    balance: 8800,
  },
  {
    ...common,
    key: 'zhao',
    phoneNumber: '13800138004',
    familyName: '赵',
    givenName: '试家',
    birthDate: '1985-11-30',
    email: 'zhao@example.com',
    description: say('有一张副卡（13800138014）', 'Has a secondary SIM (13800138014)'),
    plan: 'plan-199',
    planMonthsAgo: 9,
    contractStartedMonthsAgo: 9,
    extras: [
      { offer: 'add-14', monthsAgo: 9, channel: shop },
      { offer: 'vas-04', monthsAgo: 4, channel: app },
    ],
    trips: [
      {
        monthsAgo: 1,
        place: say('中国香港', 'Hong Kong, China'),
        voice: { amount: 14, fen: 1386 },
        sms: { amount: 3, fen: 117 },
        data: { amount: 820, fen: 2500 },
      },
    ],
    thisMonth: use(38_000, 610, 12),
    usual: use(60_000, 800, 20),
    balance: 20_000,
  },
  {
    ...common,
    key: 'zhao-secondary',
    phoneNumber: '13800138014',
    familyName: '赵',
    givenName: '试童',
    birthDate: '2010-06-01',
    description: say('副卡，主卡是 13800138004', 'A secondary SIM; the main line is 13800138004'),
    plan: 'plan-029',
    planMonthsAgo: 6,
    extras: [],
    thisMonth: use(2100, 30, 0),
    usual: use(3000, 40, 2),
    secondaryOf: 'zhao',
  },
  {
    ...common,
    key: 'sun',
    phoneNumber: '13800138005',
    familyName: '孙',
    givenName: '试欠',
    birthDate: '1979-07-07',
    description: say('欠了两个月话费', 'Two months in arrears'),
    plan: 'plan-099',
    planMonthsAgo: 18,
    extras: [{ offer: 'vas-02', monthsAgo: 18, channel: hotline }],
    trips: [
      {
        monthsAgo: 3,
        place: say('泰国', 'Thailand'),
        voice: { amount: 6, fen: 1794 },
        sms: { amount: 2, fen: 138 },
        data: { amount: 1500, fen: 5000 },
      },
    ],
    thisMonth: use(9800, 120, 6),
    usual: use(24_000, 350, 15),
    unpaidBills: 2,
    balance: 0,
  },
  {
    ...common,
    key: 'zhou',
    phoneNumber: '13800138006',
    familyName: '周',
    givenName: '试议',
    birthDate: '1988-03-15',
    email: 'zhou@example.com',
    description: say('有一笔第三方代收费有争议', 'Disputes a charge collected for a third party'),
    plan: 'plan-079',
    planMonthsAgo: 11,
    extras: [
      {
        offer: 'vas-05',
        monthsAgo: 2,
        channel: say('第三方页面', "third party's page"),
        isDisputed: true,
      },
      { offer: 'vas-06', monthsAgo: 7, channel: app },
    ],
    thisMonth: use(11_000, 150, 8),
    usual: use(17_000, 260, 10),
    balance: 3000,
  },
  {
    ...common,
    key: 'wu',
    phoneNumber: '13800138007',
    familyName: '吴',
    givenName: '试转',
    birthDate: '1995-12-24',
    email: 'wu@example.com',
    description: say('刚刚携号转入', 'Just ported in'),
    plan: 'plan-059',
    planMonthsAgo: 0,
    extras: [],
    thisMonth: use(3200, 41, 2),
    usual: use(0, 0, 0),
    bills: 0,
    portedInDaysAgo: 9,
  },
  {
    ...common,
    key: 'zheng',
    phoneNumber: '13800138008',
    familyName: '郑',
    givenName: '试超',
    birthDate: '1992-08-18',
    description: say(
      '用量很大，流量和通话都超出了套餐',
      'A heavy user, over the limit in data and calls',
    ),
    plan: 'plan-059',
    planMonthsAgo: 16,
    extras: [{ offer: 'add-11', monthsAgo: 5, channel: online }],
    thisMonth: use(17_900, 263, 130),
    usual: use(16_800, 230, 90),
    balance: 9900,
  },
  {
    ...common,
    key: 'feng',
    phoneNumber: '13800138009',
    familyName: '冯',
    givenName: '试卡',
    birthDate: '2001-01-09',
    email: 'feng@example.com',
    isStudent: true,
    description: say(
      '学生，定向流量；上周刚补过卡',
      'A student with app-specific data; SIM replaced last week',
    ),
    plan: 'plan-039',
    planMonthsAgo: 5,
    extras: [{ offer: 'add-07', monthsAgo: 1, channel: app }],
    thisMonth: use(6100, 33, 5, 21_000),
    usual: use(8000, 60, 8, 26_000),
    bills: 5,
    simChangedDaysAgo: 6,
  },
  {
    ...common,
    key: 'probe',
    phoneNumber: '13800138010',
    familyName: '拨',
    givenName: '试测',
    birthDate: '1990-01-01',
    isProbe: true,
    description: say('拨测账户，账单全免', 'The probe account: every bill is waived'),
    plan: 'plan-059',
    planMonthsAgo: 12,
    extras: [{ offer: 'vas-01', monthsAgo: 10, channel: online }],
    thisMonth: use(2100, 33, 4),
    usual: use(3000, 50, 6),
    balance: 100_000,
  },
];
