import type { AllowanceEntry, CatalogueEntry } from './catalogueEntry.ts';
import { lineService } from './lineService.ts';
import { services } from './services.ts';
import { type Bilingual, say } from './text.ts';

const gigabytes = (count: number) => count * 1024;
const throttled = (limit: number) =>
  say(
    `国内流量用满 ${limit}GB 后限速至 1Mbps，不另收费`,
    `Slowed to 1 Mbps after ${limit} GB, no extra charge`,
  );

function plan(
  id: string,
  name: Bilingual,
  yuan: number,
  dataGb: number,
  minutes: number,
  more: Partial<CatalogueEntry> = {},
): CatalogueEntry {
  return {
    id,
    kind: 'plan',
    name,
    description: say(
      `每月 ${dataGb}GB 国内流量、${minutes} 分钟国内通话。`,
      `${dataGb} GB of national data and ${minutes} minutes of national calls a month.`,
    ),
    tariffId: `MB-2026-${id.slice(-3).toUpperCase()}`,
    monthlyFee: yuan * 100,
    allowances: [
      { resource: 'data', amount: gigabytes(dataGb) },
      { resource: 'voice', amount: minutes },
    ],
    limits: [
      say(
        '5G 峰值速率 500Mbps，实际速率以当地网络为准',
        '5G up to 500 Mbps, depending on the local network',
      ),
    ],
    dataPerMb: 3,
    dataCap: 50_000,
    voicePerMinute: 15,
    smsEach: 10,
    ...more,
  };
}

const postpaidOnly = {
  text: say('限后付费号码', 'Postpaid numbers only'),
  code: 'postpaid',
} as const;

const plans: readonly CatalogueEntry[] = [
  plan('plan-029', say('5G 轻享 29 元套餐', '5G Light 29'), 29, 5, 100),
  plan('plan-059', say('5G 轻享 59 元套餐', '5G Light 59'), 59, 15, 200),
  plan('plan-069', say('5G 畅享 69 元套餐', '5G Enjoy 69'), 69, 18, 250, {
    promotion: { kind: 'discount', price: 3900, months: 6 },
  }),
  plan('plan-079', say('5G 畅享 79 元套餐', '5G Enjoy 79'), 79, 20, 300),
  plan('plan-099', say('5G 畅享 99 元套餐', '5G Enjoy 99'), 99, 30, 400),
  plan('plan-129', say('5G 畅享 129 元套餐', '5G Enjoy 129'), 129, 40, 500, {
    contractMonths: 24,
    conditions: [postpaidOnly],
  }),
  plan('plan-159', say('5G 畅享 159 元套餐', '5G Enjoy 159'), 159, 60, 700, {
    optionalItems: [
      {
        id: 'option-second-sim',
        name: say('副卡一张', 'One secondary SIM'),
        price: 1000,
        perMonth: true,
      },
      {
        id: 'option-sim-delivery',
        name: say('SIM 卡快递到家', 'SIM card by courier'),
        price: 800,
        perMonth: false,
      },
    ],
  }),
  plan('plan-169', say('5G 靓号 169 元套餐', '5G Golden Number 169'), 169, 60, 800, {
    minimumSpend: 20_000,
    conditions: [postpaidOnly],
  }),
  plan('plan-199', say('5G 尊享 199 元套餐', '5G Premium 199'), 199, 80, 1000, {
    contractMonths: 12,
    conditions: [postpaidOnly],
  }),
  plan('plan-299', say('5G 尊享 299 元套餐', '5G Premium 299'), 299, 150, 1500, {
    allowances: [{ resource: 'data' }, { resource: 'voice', amount: 1500 }],
    description: say(
      '国内流量不限量（150GB 后限速），每月 1500 分钟国内通话。',
      'Unlimited national data (slowed after 150 GB) and 1500 minutes a month.',
    ),
    limits: [throttled(150)],
    dataPerMb: undefined,
  }),
  plan('plan-019', say('孝心卡 19 元套餐', 'Family Care 19'), 19, 3, 200, {
    conditions: [
      {
        text: say('机主年满 60 周岁', 'The account holder is 60 or older'),
        code: 'minimumAge',
        value: 60,
      },
    ],
  }),
  plan('plan-039', say('青春卡 39 元套餐', 'Student 39'), 39, 10, 100, {
    conditions: [
      { text: say('在校学生，凭学籍验证', 'Students, with proof of enrolment'), code: 'student' },
      {
        text: say('机主不超过 28 周岁', 'The account holder is 28 or younger'),
        code: 'maximumAge',
        value: 28,
      },
    ],
    allowances: [
      { resource: 'data', amount: gigabytes(10), rollover: true },
      {
        resource: 'directedData',
        amount: gigabytes(30),
        scope: say('限哔哩看看、云音乐、微聊', 'for BiliView, CloudMusic and WeTalk only'),
      },
      { resource: 'voice', amount: 100 },
    ],
    description: say(
      '每月 10GB 国内流量、30GB 定向流量、100 分钟国内通话。',
      '10 GB of national data, 30 GB for named apps and 100 minutes a month.',
    ),
  }),
  plan('plan-049', say('大流量卡 49 元套餐', 'Data Only 49'), 49, 40, 0, {
    allowances: [{ resource: 'data', amount: gigabytes(40) }],
    description: say(
      '只含流量：每月 40GB 国内流量，不含通话。',
      'Data only: 40 GB of national data a month, no calls included.',
    ),
  }),
  plan('plan-025', say('语音卡 25 元套餐', 'Calls Only 25'), 25, 0, 500, {
    allowances: [{ resource: 'voice', amount: 500 }],
    description: say(
      '只含通话：每月 500 分钟国内通话，不含流量。',
      'Calls only: 500 minutes of national calls a month, no data included.',
    ),
  }),
  plan('plan-018', say('易通预付卡 18 元套餐', 'Easy Prepaid 18'), 18, 1, 30, {
    prepaid: true,
    conditions: [{ text: say('限预付费号码', 'Prepaid numbers only'), code: 'prepaid' }],
  }),
];

function pack(
  id: string,
  name: Bilingual,
  yuan: number,
  allowances: readonly AllowanceEntry[],
  description: Bilingual,
  more: Partial<CatalogueEntry> = {},
): CatalogueEntry {
  return {
    id,
    kind: 'addOn',
    name,
    description,
    tariffId: `MB-2026-${id.toUpperCase()}`,
    monthlyFee: yuan * 100,
    allowances,
    autoRenew: true,
    ...more,
  };
}

const neverWith = (other: Bilingual) =>
  say(`不能与“${other['zh-CN']}”同时使用`, `Not together with “${other.en}”`);

const addOns: readonly CatalogueEntry[] = [
  pack(
    'add-01',
    say('流量加油包 1GB', 'Data Booster 1 GB'),
    10,
    [{ resource: 'data', amount: gigabytes(1) }],
    say('当月 1GB 国内流量。', '1 GB of national data this month.'),
    { autoRenew: false },
  ),
  pack(
    'add-02',
    say('流量加油包 5GB', 'Data Booster 5 GB'),
    30,
    [{ resource: 'data', amount: gigabytes(5) }],
    say('当月 5GB 国内流量。', '5 GB of national data this month.'),
    { autoRenew: false },
  ),
  pack(
    'add-03',
    say('流量月包 10GB', 'Monthly Data 10 GB'),
    50,
    [{ resource: 'data', amount: gigabytes(10) }],
    say('每月 10GB 国内流量。', '10 GB of national data every month.'),
  ),
  pack(
    'add-04',
    say('夜间流量包 20GB', 'Night Data 20 GB'),
    10,
    [
      {
        resource: 'data',
        amount: gigabytes(20),
        scope: say('每日 23:00 至次日 7:00', '23:00 to 7:00 only'),
      },
    ],
    say('夜间使用的 20GB 国内流量。', '20 GB of national data at night.'),
    { conflicts: [neverWith(say('假日流量包 10GB', 'Holiday Data 10 GB'))] },
  ),
  pack(
    'add-05',
    say('假日流量包 10GB', 'Holiday Data 10 GB'),
    15,
    [
      {
        resource: 'data',
        amount: gigabytes(10),
        scope: say('周六、周日及法定节假日', 'weekends and public holidays only'),
      },
    ],
    say(
      '周末和法定节假日使用的 10GB 国内流量。',
      '10 GB of national data for weekends and public holidays.',
    ),
    { conflicts: [neverWith(say('夜间流量包 20GB', 'Night Data 20 GB'))] },
  ),
  pack(
    'add-06',
    say('视频定向流量包 30GB', 'Video App Data 30 GB'),
    20,
    [
      {
        resource: 'directedData',
        amount: gigabytes(30),
        scope: say('限星河视频、哔哩看看', 'for Galaxy Video and BiliView only'),
      },
    ],
    say('看视频用的 30GB 定向流量。', '30 GB for video apps.'),
  ),
  pack(
    'add-07',
    say('音乐定向流量包 20GB', 'Music App Data 20 GB'),
    9,
    [
      {
        resource: 'directedData',
        amount: gigabytes(20),
        scope: say('限云音乐', 'for CloudMusic only'),
      },
    ],
    say('听音乐用的 20GB 定向流量。', '20 GB for a music app.'),
  ),
  pack(
    'add-08',
    say('社交定向流量包 10GB', 'Chat App Data 10 GB'),
    6,
    [{ resource: 'directedData', amount: gigabytes(10), scope: say('限微聊', 'for WeTalk only') }],
    say('聊天用的 10GB 定向流量。', '10 GB for a chat app.'),
  ),
  pack(
    'add-09',
    say('语音包 100 分钟', 'Call Pack 100 Minutes'),
    10,
    [{ resource: 'voice', amount: 100 }],
    say('每月 100 分钟国内通话。', '100 minutes of national calls every month.'),
  ),
  pack(
    'add-10',
    say('语音包 300 分钟', 'Call Pack 300 Minutes'),
    25,
    [{ resource: 'voice', amount: 300 }],
    say('每月 300 分钟国内通话。', '300 minutes of national calls every month.'),
  ),
  pack(
    'add-11',
    say('短信包 100 条', 'SMS Pack 100'),
    5,
    [{ resource: 'sms', amount: 100 }],
    say('每月 100 条国内短信。', '100 national SMS every month.'),
  ),
  pack(
    'add-12',
    say('国际漫游日包', 'Roaming Day Pass'),
    25,
    [
      {
        resource: 'data',
        amount: gigabytes(1),
        scope: say('漫游地，当日有效', 'abroad, that day only'),
      },
    ],
    say('国外使用的 1GB 流量，当日有效。', '1 GB abroad, for one day.'),
    { autoRenew: false },
  ),
  pack(
    'add-13',
    say('港澳台漫游日包', 'HK, Macao and Taiwan Day Pass'),
    15,
    [
      {
        resource: 'data',
        amount: gigabytes(1),
        scope: say('港澳台，当日有效', 'in Hong Kong, Macao and Taiwan, that day only'),
      },
    ],
    say('在港澳台使用的 1GB 流量，当日有效。', '1 GB in Hong Kong, Macao and Taiwan, for one day.'),
    { autoRenew: false },
  ),
  pack(
    'add-14',
    say('亲情网', 'Family Circle'),
    5,
    [{ resource: 'voice', scope: say('亲情网成员之间', 'between members of the circle') }],
    say('亲情网成员之间通话不限时长。', 'Unlimited calls between members of the circle.'),
  ),
];

const unsellable: readonly CatalogueEntry[] = [
  {
    ...plan('plan-888', say('内部测试 8 元套餐', 'Internal Test 8'), 8, 1, 10),
    tariffId: undefined,
  },
  {
    ...plan('plan-109', say('5G 体验 109 元套餐', '5G Trial 109'), 109, 25, 300),
    incomplete: true,
  },
];

/** Everything in the demo catalogue, what may not be sold included. */
export const catalogue: readonly CatalogueEntry[] = [
  ...plans,
  ...addOns,
  ...services,
  lineService,
  ...unsellable,
];

/** Finds an entry. Throws on an unknown id: demo data must agree with itself. */
export function entryOf(id: string): CatalogueEntry {
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (!entry) throw new Error(`no catalogue entry ${id}`);
  return entry;
}
