import assert from 'node:assert/strict';
import type { Language } from '../../domain/language.ts';
import type { View } from '../../ports/view.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { closeAfterTest } from './closing.ts';
import { forgetIntents } from './corner.ts';
import { type Conversation, rowsOf, startTalk, type TalkOptions } from './talk.ts';
import { world } from './world.ts';

// Training the recogniser takes longer than a test may, on a busy machine.
before(async function () {
  this.timeout(60_000);
  await world();
});

/** What the bot's next message must be. */
export type Expected = (talk: Conversation) => void;

/** What a customer does when it is more than saying something. */
export interface Action {
  readonly does: (talk: Conversation) => Promise<void>;
}

/** What the customer says or does, and everything that the bot says then. */
export type Line = readonly [said: string | Action, ...replies: readonly Expected[]];

/** The demo customer of most transcripts: 129 plan, 10 GB pack, caller display, in contract. */
export const chen = '13800138001';

/** The next message is the sentence behind a locale key, with these buttons among its own. */
export const says =
  (key: string, data: Record<string, string | number> = {}, ...buttons: string[]): Expected =>
  ({ bot }) =>
    offers(bot.says(key, { hotline: '10000', ...data }), buttons);

/** The next message has this title and these rows. */
export const shows =
  (title: string | undefined, rows: Readonly<Record<string, string>> = {}): Expected =>
  ({ bot }) => {
    const view = bot.shows();
    assert.equal(view.title, title, view.text);
    const found = rowsOf(view);
    for (const [term, value] of Object.entries(rows)) assert.equal(found.get(term), value);
  };

/** The next message has exactly this text. */
export const text =
  (expected: string, ...buttons: string[]): Expected =>
  ({ bot }) => {
    const view = bot.shows();
    assert.equal(view.text, expected);
    offers(view, buttons);
  };

/** From here on the bot speaks this language. */
export const speaks =
  (language: Language): Expected =>
  (talk) =>
    talk.speaks(language);

function offers({ choices = [] }: View, buttons: readonly string[]): void {
  const labels = choices.map(({ label }) => label);
  for (const button of buttons) assert.ok(labels.includes(button), `${button} not in ${labels}`);
}

/** Taps a button of the last message. */
export const taps = (label: string): Action => ({ does: ({ customer }) => customer.taps(label) });
/** Types the code that is on the phone. */
export const code = (number = chen): Action => ({
  does: async ({ customer, phone }) => customer.says(await phone.code(number)),
});
/** Says nothing for a while. */
export const waits = (ms: number): Action => ({ does: ({ waits }) => waits(ms) });
/** Says something and goes on typing at once: nothing is read before the next line. */
export const after = (ms: number, said: string): Action => ({
  async does({ later, customer }) {
    later(ms);
    await customer.says(said);
  },
});

/** The answers that transcripts check by their figures. */
export function answersIn(language: Language) {
  const isChinese = language === 'zh-CN';
  const number = '138****8001';
  const pick = <T>(chinese: T, english: T) => (isChinese ? chinese : english);
  const totals: Record<number, string> = { 9: '¥176.80', 10: '¥176.90', 11: '¥176.80' };
  const titled = (chinese: string, english: string) =>
    pick(`${chinese}（${number}）`, `${english} (${number})`);
  return {
    bill: (month: number) =>
      shows(titled(`2026年${month}月账单`, `Bill for 2026-${month}`), {
        [pick('合计', 'Total')]: totals[month] ?? '',
      }),
    bills: shows(titled('最近的账单', 'Recent bills')),
    balance: shows(titled('话费余额', 'Balance'), {
      [pick('可用余额', 'Available balance')]: '¥120.00',
    }),
    data: shows(titled('本月用量', 'Usage this month'), {
      [pick('国内通用流量', 'National data')]: pick('剩余 3.32 GB', '3.32 GB left'),
    }),
    calls: shows(titled('本月用量', 'Usage this month'), {
      [pick('国内通话', 'National calls')]: pick('剩余 188 分钟', '188 min left'),
    }),
    sms: shows(titled('本月用量', 'Usage this month'), {
      [pick('国内短信', 'National SMS')]: pick(
        '套餐内不含，已用 18 条',
        'not included in the plan, 18 SMS used',
      ),
    }),
    plan: shows(titled('我的套餐', 'My plan'), {
      [pick('套餐', 'Plan')]: pick('5G 畅享 129 元套餐', '5G Enjoy 129'),
    }),
    contract: shows(titled('合约和违约金', 'Contract and early termination'), {
      [pick('合约期', 'Contract term')]: pick(
        '2025-09-01 至 2027-08-31',
        '2025-09-01 to 2027-08-31',
      ),
    }),
    callerDisplay: shows(pick('来电显示 月功能费', 'Caller Display monthly fee'), {
      [pick('金额', 'Amount')]: '¥6.00',
    }),
    /** The card of a change, which asks for its confirmation. */
    card: (action: keyof typeof actions): Expected => shows(actions[action][language]),
  };
}

const actions = {
  changePlan: {
    'zh-CN': '变更套餐（请看清再确认）',
    en: 'Plan change (please read before you confirm)',
  },
  order: { 'zh-CN': '订购业务（请看清再确认）', en: 'Order (please read before you confirm)' },
  cancel: {
    'zh-CN': '退订业务（请看清再确认）',
    en: 'Cancellation (please read before you confirm)',
  },
  suspend: {
    'zh-CN': '停机（请看清再确认）',
    en: 'Suspend the line (please read before you confirm)',
  },
};

/** How a transcript's talk differs from the usual one, where the customer is known. */
export interface TranscriptOptions extends TalkOptions {
  /** False: the number is not proved yet. */
  readonly isKnown?: boolean;
  /** An operator and a memory of its own: for codes, which are limited, and orders, which change it. */
  readonly hasOwnOperator?: boolean;
  /** What is on record for the conversation's quotes at the end. */
  readonly events?: readonly string[];
}

type Lines = (answers: ReturnType<typeof answersIn>) => readonly Line[];

/** One test for each language: the lines are played, and nothing but what stands there may be said. */
export function transcript(
  title: string,
  lines: Readonly<Record<Language, Lines>>,
  options: TranscriptOptions = {},
): void {
  for (const language of ['zh-CN', 'en'] as const) {
    it(`${title} (${language})`, async () => {
      const { events } = options;
      const talk = await begin(language, options);
      for (const [said, ...replies] of lines[language](answersIn(language))) {
        if (typeof said === 'string') await talk.customer.says(said);
        else await said.does(talk);
        for (const expected of replies) expected(talk);
        talk.bot.saysNothingMore();
      }
      if (events) assert.deepEqual(await talk.events(), events);
    });
  }
}

async function begin(
  language: Language,
  { isKnown = true, hasOwnOperator = false, ...options }: TranscriptOptions,
): Promise<Conversation> {
  const { startedAt, store } = await world();
  const sandbox = hasOwnOperator
    ? await startSandbox({ port: 0, clock: () => startedAt, orderStepMs: 5 })
    : undefined;
  if (sandbox) {
    closeAfterTest(() => sandbox.close());
    closeAfterTest(() => forgetIntents(store));
  }
  return startTalk({
    locale: language,
    // What is tried here does not hang on a busy machine's pace.
    carrierTimeoutMs: 15_000,
    ...(isKnown && { verifiedPhoneNumber: chen }),
    ...(sandbox && { sandbox }),
    ...options,
  });
}
