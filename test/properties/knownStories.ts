import type { Step, Story } from './steps.ts';

const proceeds = (wish: string): Step => ({ kind: 'proceeds', tab: 0, wish });
const says = (text: string): Step => ({ kind: 'says', tab: 0, text });
const orders = '/tmf-api/productOrderingManagement';

function story(...steps: Step[]): Story {
  return {
    phoneNumber: '13800138001',
    startsAt: '2026-11-24T10:00:00+08:00',
    policy: 'cn',
    isVouched: true,
    chance: 1,
    steps: steps.map((step) => ({ ...step, isHurried: false })),
  };
}

const enters = (words: string): Step => ({ kind: 'enters', tab: 0, code: 'right', words });
const wish = proceeds('订购语音包 300 分钟');
const heldBack: Step = {
  kind: 'fails',
  fault: { kind: 'acceptedLate', path: orders, method: 'POST', times: 1 },
};
const overTheEnd: Step = { kind: 'passes', by: 10 * 60_000, isNoticed: false };

/** Stories that are played in every run, before the random ones. */
export const knownStories: readonly Story[] = [
  // The operator fails; its answer is lost; the process dies between the order and its receipt.
  story(wish, wish, { kind: 'fails', fault: { kind: 'orderFails', times: 1 } }, wish),
  story(
    wish,
    wish,
    {
      kind: 'fails',
      fault: { kind: 'acceptedAnswerLost', path: orders, method: 'POST', times: 1 },
    },
    wish,
  ),
  story(wish, wish, { kind: 'dies', afterCalls: 9 }, wish),
  // Held by the operator beyond the end of the consent, and taken then.
  story(wish, wish, heldBack, wish, overTheEnd, { ...overTheEnd, isNoticed: true }),
  // What is not possible, and says so.
  story(proceeds('复机')),
  // Nearly yes, contradictory, too late, no longer true.
  story(wish, says('好'), says('取消原来的但是确认办理'), says('483920'), says('确认办理'), wish),
  story(wish, overTheEnd, says('确认办理'), wish, wish, overTheEnd, wish),
  story(wish, { kind: 'raises', what: 'prices', yuan: 2 }, wish, wish, wish),
  // A right code in a message that withdraws or asks.
  story(wish, wish, enters('我不办了，验证码 #'), enters('#'), says('确认办理'), enters('# 吗')),
  story(wish, wish, enters('no,#')),
  // The phone answers, twice, and once too early; a no ends it.
  story(
    wish,
    { kind: 'texts', answer: 'Y', isOld: false, from: 'own' },
    wish,
    { kind: 'texts', answer: 'Y', isOld: false, from: 'stranger' },
    { kind: 'texts', answer: 'Y', isOld: false, from: 'own' },
  ),
  story(wish, wish, { kind: 'texts', answer: 'N', isOld: false, from: 'own' }, says('123456')),
  // Everything sent twice; what is done can be cancelled.
  story(
    wish,
    { kind: 'repeats', tab: 0, back: 0 },
    wish,
    wish,
    { kind: 'repeats', tab: 0, back: 0 },
    { kind: 'repeats', tab: 0, back: 1 },
    proceeds('退订语音包 300 分钟'),
    wish,
    wish,
  ),
  // A plan change taken back while the month turns: what has begun is not taken back.
  {
    ...story(
      proceeds('换成99元套餐'),
      wish,
      wish,
      proceeds('撤销套餐变更'),
      { kind: 'passes', by: 540_000, isNoticed: false },
      wish,
      wish,
      wish,
    ),
    startsAt: '2026-11-30T23:54:00+08:00',
  },
];
