import fc from 'fast-check';
import { confirmationPhrases } from '../domain/confirmationPhrases.ts';

/** One thing that happens in a dialogue. `tab` is the conversation it happens in. */
export type Step =
  /** Whatever a customer would sensibly do next: wish, confirm, enter the code. */
  | { readonly kind: 'proceeds'; readonly tab: number; readonly wish: string }
  | { readonly kind: 'says'; readonly tab: number; readonly text: string }
  | { readonly kind: 'taps'; readonly tab: number; readonly button: Button }
  | {
      readonly kind: 'enters';
      readonly tab: number;
      readonly code: 'right' | 'wrong' | 'old';
      /** What is said around the code, which stands where the `#` is. */
      readonly words: string;
    }
  | { readonly kind: 'opens'; readonly tab: number; readonly link: LinkKind }
  | { readonly kind: 'repeats'; readonly tab: number; readonly back: number }
  | {
      readonly kind: 'texts';
      readonly answer: 'Y' | 'N';
      readonly isOld: boolean;
      readonly from: From;
    }
  | { readonly kind: 'passes'; readonly by: Time; readonly isNoticed: boolean }
  | { readonly kind: 'raises'; readonly what: 'prices' | 'terminationFee'; readonly yuan: number }
  | { readonly kind: 'fails'; readonly fault: Fault }
  | { readonly kind: 'restarts' }
  | { readonly kind: 'dies'; readonly afterCalls: number };

export type Button = 'live' | 'old' | 'otherTabs' | 'forged' | 'no';
/** A link to records: this tab's newest, an older one, its newest in the other tab's browser, nobody's. */
export type LinkKind = 'newest' | 'old' | 'otherBrowser' | 'forged';
export type From = 'own' | 'stranger';
export type Time = number | 'midnight' | 'monthEnd';
export type Fault = Readonly<Record<string, string | number>>;

/** A step, and whether the next one comes before it is answered. */
export type Timed = Step & { readonly isHurried: boolean };

const second = 1000;
const minute = 60 * second;

/** What customers of the demo operator ask for. */
export const wishes = [
  '换成99元套餐',
  '换成69元套餐',
  '换成199元套餐',
  '我要换129元套餐',
  '订购流量加油包 5GB',
  '订购夜间流量包 20GB',
  '订购语音包 300 分钟',
  '开通通话助理',
  '退订来电显示',
  '退订流量月包 10GB',
  '退订亲情网',
  '我要退订',
  '停机',
  '复机',
  '撤销套餐变更',
  '我要换套餐',
];

/** What is behind a fresh code of its own (INV-12), and what else there is a code for. */
const recordWishes = [
  '上个月的通话详单',
  '查这个月的流量详单',
  '九月的全部详单',
  '我要查详单',
  '我的电子协议',
];

const digressions = [
  '上个月的通话详单',
  '余额多少',
  '查账单',
  '我的套餐',
  '我订了哪些业务',
  '99元套餐多少钱',
  '违约金多少',
  '什么时候生效',
  '转人工',
  '我的协议',
  '办理记录',
  '重来',
  '再说一遍',
  '说英文',
  'speak Chinese',
  '退出登录',
  '1',
  '2',
  '我的号码是13800138001，身份证11010519491231002X',
  '第一13900139002，第二13900139002一直没信号',
  '验证码是四八三九二零',
  '48 39 20',
  '账单发到wei@example.com',
  '卡号 6222 0200 0000 0000 000 密码 483920',
];

/** Whole sentences of the confirmation table: soft yeses, refusals, questions, tricks. */
const phrases = fc.constantFrom(...confirmationPhrases.map(([, said]) => said));
const tab = fc.constantFrom(0, 0, 0, 1);
const step = <K extends Step['kind']>(
  kind: K,
  rest: Readonly<Record<string, fc.Arbitrary<unknown>>>,
) => fc.record({ kind: fc.constant(kind), ...rest }) as unknown as fc.Arbitrary<Step>;

const orders = '/tmf-api/productOrderingManagement';
const faults: readonly Fault[] = [
  { kind: 'orderFails', times: 1 },
  { kind: 'orderStalls', state: 'inProgress', delayMs: 60, times: 1 },
  { kind: 'orderStalls', state: 'pending', delayMs: 150, times: 1 },
  { kind: 'acceptedAnswerLost', path: orders, method: 'POST', times: 1 },
  { kind: 'acceptedAnswerLost', path: orders, method: 'POST', times: 2 },
  { kind: 'acceptedLate', path: orders, method: 'POST', times: 1 },
  { kind: 'error500', path: orders, method: 'POST', times: 1 },
  { kind: 'halfAnswer', path: orders, method: 'POST', times: 1 },
  { kind: 'hang', path: orders, method: 'POST', times: 1 },
  { kind: 'delay', path: orders, method: 'POST', delayMs: 200, times: 1 },
  { kind: 'html', path: orders, times: 2 },
  { kind: 'error500', times: 3 },
  { kind: 'halfAnswer', times: 4 },
  {
    kind: 'acceptedAnswerLost',
    path: '/tmf-api/communicationManagement',
    method: 'POST',
    times: 1,
  },
  { kind: 'error500', path: '/tmf-api/agreementManagement', times: 2 },
];

const times: readonly Time[] = [
  2 * second,
  61 * second,
  5 * minute - second,
  5 * minute,
  9 * minute,
  10 * minute,
  31 * minute,
  24 * 60 * minute,
  'midnight',
  'monthEnd',
];

const proceeds = (inTab: fc.Arbitrary<number>) =>
  step('proceeds', { tab: inTab, wish: fc.constantFrom(...wishes) });

const links = fc.constantFrom<LinkKind>('newest', 'newest', 'old', 'otherBrowser', 'forged');

/** Nearly a yes, and none (rights §4.3). */
const almost = [
  '好',
  '好的',
  '行',
  '嗯',
  '可以',
  'OK',
  'yes',
  '确认',
  '我同意',
  '确认办理？',
  '帮我爸确认办理',
];

/** Words around a code: its name, a withdrawal, a question, chatter (rights §4.3). */
const wordsAround = [
  ...['#', '#', '#', '验证码是 #', 'code #'],
  ...['我不办了，验证码 #', '取消 #', '先别办 #', '# 吗', 'no,#', '确认办理 #', '给你 #'],
];

/** What gets in the way of somebody who only wants one thing done. */
const disturbance: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: step('says', { tab, text: phrases }) },
  { weight: 6, arbitrary: step('says', { tab, text: fc.constantFrom(...almost) }) },
  { weight: 4, arbitrary: step('says', { tab, text: fc.constantFrom(...digressions) }) },
  {
    weight: 3,
    arbitrary: step('says', { tab, text: fc.constantFrom('确认办理', '确认退订', 'CONFIRM') }),
  },
  {
    weight: 5,
    arbitrary: step('taps', {
      tab,
      button: fc.constantFrom<Button>('live', 'old', 'otherTabs', 'forged', 'no'),
    }),
  },
  {
    weight: 6,
    arbitrary: step('enters', {
      tab,
      code: fc.constantFrom('right', 'right', 'wrong', 'old'),
      words: fc.constantFrom(...wordsAround),
    }),
  },
  { weight: 2, arbitrary: step('opens', { tab, link: links }) },
  { weight: 5, arbitrary: step('repeats', { tab, back: fc.nat(3) }) },
  {
    weight: 6,
    arbitrary: step('texts', {
      answer: fc.constantFrom('Y', 'Y', 'Y', 'N'),
      isOld: fc.boolean(),
      from: fc.constantFrom<From>('own', 'own', 'stranger'),
    }),
  },
  {
    weight: 6,
    arbitrary: step('passes', { by: fc.constantFrom(...times), isNoticed: fc.boolean() }),
  },
  // Over the end of the code or of the quote, and nobody has noticed yet.
  {
    weight: 4,
    arbitrary: step('passes', {
      by: fc.constantFrom(5 * minute, 10 * minute),
      isNoticed: fc.constant(false),
    }),
  },
  {
    weight: 8,
    arbitrary: step('raises', {
      what: fc.constantFrom('prices', 'prices', 'prices', 'terminationFee'),
      yuan: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 7, arbitrary: step('fails', { fault: fc.constantFrom(...faults) }) },
  { weight: 2, arbitrary: step('restarts', {}) },
  { weight: 4, arbitrary: step('dies', { afterCalls: fc.nat(25) }) },
);

const isHurried = fc.constantFrom(false, false, false, false, false, true);
const timed = (each: fc.Arbitrary<Step>): fc.Arbitrary<Timed> =>
  fc.tuple(each, isHurried).map(([known, hurried]) => ({ ...known, isHurried: hurried }));

/** A wish followed through, with something in the way half of the time. */
const flow: fc.Arbitrary<readonly Timed[]> = tab.chain((inTab) => {
  const next = timed(proceeds(fc.constant(inTab)));
  const maybe = fc.option(timed(disturbance), { nil: undefined, freq: 1 });
  return fc
    .tuple(next, maybe, next, maybe, next, maybe)
    .map((steps) => steps.filter((each): each is Timed => each !== undefined));
});
/** Records asked for, a code given that may be right, wrong or another's, and the link opened. */
const look: fc.Arbitrary<readonly Timed[]> = tab.chain((inTab) => {
  const here = fc.constant(inTab);
  const maybe = fc.option(timed(disturbance), { nil: undefined, freq: 1 });
  const code = fc.constantFrom('right', 'right', 'wrong', 'old');
  const opens = timed(step('opens', { tab: here, link: links }));
  return fc
    .tuple(
      timed(step('says', { tab: here, text: fc.constantFrom(...recordWishes) })),
      maybe,
      timed(step('enters', { tab: here, code })),
      maybe,
      opens,
      opens,
    )
    .map((steps) => steps.filter((each): each is Timed => each !== undefined));
});
const aside = timed(disturbance).map((each): readonly Timed[] => [each]);

/** A customer on a day, and what happens to them. */
export interface Story {
  readonly phoneNumber: string;
  readonly startsAt: string;
  readonly policy: 'cn' | 'eu';
  /** False: the customer proves the number by code first. */
  readonly isVouched: boolean;
  readonly chance: number;
  readonly steps: readonly Timed[];
}

/** Anything that may happen. */
export const stories: fc.Arbitrary<Story> = fc.record({
  phoneNumber: fc.constantFrom(
    '13800138001',
    '13800138002',
    '13800138003',
    '13800138004',
    '13800138008',
  ),
  startsAt: fc.constantFrom(
    '2026-11-24T10:00:00+08:00',
    '2026-11-24T23:52:30+08:00',
    '2026-11-30T23:54:00+08:00',
    '2027-01-31T23:58:00+08:00',
    '2028-02-28T23:55:00+08:00',
  ),
  policy: fc.constantFrom('cn', 'cn', 'eu'),
  isVouched: fc.constantFrom(true, true, true, false),
  chance: fc.nat(),
  steps: fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: flow },
        { weight: 2, arbitrary: look },
        { weight: 4, arbitrary: aside },
      ),
      {
        minLength: 2,
        maxLength: 7,
      },
    )
    .map((parts) => parts.flat()),
});
