import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { localDateTime } from '../../domain/calendar.ts';
import type { Language } from '../../domain/language.ts';
import type { View } from '../../ports/view.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { closeAfterTest } from './closing.ts';
import { forgetIntents } from './corner.ts';
import { type Conversation, startTalk, type TalkOptions } from './talk.ts';
import { world } from './world.ts';

// Training the recogniser takes longer than a test may, on a busy machine.
before(async function () {
  this.timeout(60_000);
  await world();
});

/** A demo customer inside a contract, with two things to cancel and an e-mail address. */
export const chen = '13800138001';

const ordering = '/tmf-api/productOrderingManagement/v4/productOrder';
const offerings = '/tmf-api/productCatalogManagement/v4/productOffering';

const customerChen = [{ id: 'customer-chen', role: 'customer', '@referredType': 'Customer' }];

/** One kind of change as customers ask for it; `before` is done at the operator beforehand. */
export interface ChangeKind {
  readonly dialog: string;
  readonly wish: Readonly<Record<Language, string>>;
  readonly phrase: Readonly<Record<Language, string>>;
  /** What the card names. */
  readonly product: Readonly<Record<Language, string>>;
  readonly before?: Readonly<Record<string, unknown>>;
}

const order = { 'zh-CN': '确认办理', en: 'CONFIRM' } as const;
const cancel = { 'zh-CN': '确认退订', en: 'CONFIRM' } as const;

/** What a change leaves on the customer's ledger when all goes well, in order. */
export const proved = [
  'disclosed',
  'confirmedOnce',
  'codeSent',
  'confirmedTwice',
  'ordered',
  'outcome',
  'notified',
  'notified',
  'agreement',
];

/** Every kind of change there is. */
export const kinds = {
  changePlan: {
    dialog: 'changePlan',
    wish: { 'zh-CN': '换成99元套餐', en: 'change my plan to 5G Enjoy 99' },
    product: { 'zh-CN': '5G 畅享 99 元套餐', en: '5G Enjoy 99' },
    phrase: order,
  },
  orderService: {
    dialog: 'orderService',
    wish: { 'zh-CN': '订购视频彩铃', en: 'order Video Ringback' },
    product: { 'zh-CN': '视频彩铃', en: 'Video Ringback' },
    phrase: order,
  },
  cancelService: {
    dialog: 'cancelService',
    wish: { 'zh-CN': '退订来电显示', en: 'cancel Caller Display' },
    product: { 'zh-CN': '来电显示', en: 'Caller Display' },
    phrase: cancel,
  },
  undoPlanChange: {
    dialog: 'undoPlanChange',
    wish: { 'zh-CN': '撤销套餐变更', en: 'undo my plan change' },
    product: { 'zh-CN': '5G 畅享 99 元套餐', en: '5G Enjoy 99' },
    phrase: cancel,
    before: {
      action: 'modify',
      product: { id: 'sub-chen-plan-129' },
      productOffering: { id: 'plan-099' },
    },
  },
  suspendLine: {
    dialog: 'suspendLine',
    wish: { 'zh-CN': '我要停机', en: 'suspend my line' },
    product: { 'zh-CN': '停机保号', en: 'Line Suspension' },
    phrase: order,
  },
  resumeLine: {
    dialog: 'resumeLine',
    wish: { 'zh-CN': '我要复机', en: 'resume my line' },
    product: { 'zh-CN': '停机保号', en: 'Line Suspension' },
    phrase: order,
    before: { action: 'modify', product: { id: 'line-chen', status: 'suspended' } },
  },
} as const satisfies Record<string, ChangeKind>;

/** The operator of one test, spoken to as its own staff would. */
export interface Operator {
  readonly url: string;
  /** Changes an offering of the catalogue. */
  offering(id: string, change: (offering: Offering) => Record<string, unknown>): Promise<void>;
  /** The next requests or orders meet trouble. */
  misbehaves(fault: Readonly<Record<string, unknown>>): Promise<void>;
  recovers(): Promise<void>;
  /** Orders one item past the chat. */
  sends(item: Readonly<Record<string, unknown>>): Promise<void>;
  /** The same, and waits for its end. */
  carriesOut(item: Readonly<Record<string, unknown>>): Promise<void>;
  /** Until no order is open. */
  finishes(): Promise<void>;
  get<T>(path: string): Promise<T>;
  /** Changes what stands at a path. */
  changes(path: string, change: Readonly<Record<string, unknown>>): Promise<void>;
  /** The orders that came in from the chat. */
  orders(): Promise<ReadonlyArray<{ readonly id: string; readonly externalId: string }>>;
}

type Offering = Readonly<Record<string, unknown>>;

/** A talk about a change with an operator of its own. */
export interface ChangeTalk extends Conversation {
  readonly operator: Operator;
  readonly kind: ChangeKind;
  readonly phoneNumber: string;
  /** The card that was last shown. */
  card(): View;
  /** The next message begins with a sentence of `change:said`; the quote stays open. */
  says(key: string, values?: Readonly<Record<string, string>>): View;
}

/** A talk that waits for the second confirmation. */
export interface CodeTalk extends ChangeTalk {
  /** The code of the SMS, and the digits that name the order in it. */
  readonly code: string;
  readonly shortCode: string;
}

/** How a talk about a change differs from the usual one. */
export interface ChangeTalkOptions extends TalkOptions {
  readonly language?: Language;
  readonly phoneNumber?: string;
}

function operatorAt(url: string): Operator {
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    assert.ok(
      response.ok,
      `${method} ${path}: ${response.status} ${await response.clone().text()}`,
    );
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    url,
    async offering(id, change) {
      const path = `${offerings}/${id}`;
      await send('PATCH', path, change(await send('GET', path)));
    },
    misbehaves: (fault) => send('POST', '/sandbox/faults', fault),
    recovers: () => send('DELETE', '/sandbox/faults'),
    async sends(item) {
      await send('POST', ordering, {
        productOrderItem: [{ id: '1', ...item }],
        relatedParty: customerChen,
      });
    },
    async carriesOut(item) {
      const order = {
        productOrderItem: [{ id: '1', ...item }],
        ...('productOffering' in item && { requestedStartDate: '2026-12-01T00:00:00+08:00' }),
      };
      let { id, state } = await send('POST', ordering, order);
      while (state !== 'completed') ({ id, state } = await send('GET', `${ordering}/${id}`));
    },
    async finishes() {
      const open = `${ordering}?state=acknowledged,inProgress,pending`;
      while ((await send('GET', open)).length > 0) await setTimeout(20);
    },
    get: (path) => send('GET', path),
    changes: (path, change) => send('PATCH', path, change),
    async orders() {
      const all: Array<{ id: string; externalId?: string }> = await send('GET', ordering);
      return all.flatMap(({ id, externalId }) => (externalId ? [{ id, externalId }] : []));
    },
  };
}

/** Begins a talk with an operator of its own; the customer is known and has not said anything yet. */
export async function talkAbout(
  kind: ChangeKind,
  { language = 'zh-CN', phoneNumber = chen, ...options }: ChangeTalkOptions = {},
): Promise<ChangeTalk> {
  const { startedAt, store } = await world();
  let clock = () => options.startsAt ?? startedAt;
  const sandbox =
    options.sandbox ?? (await startSandbox({ port: 0, clock: () => clock(), orderStepMs: 5 }));
  if (!options.sandbox) closeAfterTest(() => sandbox.close());
  const operator = operatorAt(sandbox.url);
  if (kind.before && !options.sandbox) await operator.carriesOut(kind.before);
  const talk = await startTalk({
    ...options,
    sandbox,
    locale: language,
    verifiedPhoneNumber: phoneNumber,
  });
  clock = talk.now;
  closeAfterTest(() => forgetIntents(store));
  let card: View | undefined;
  const seen = (view: View) => {
    if (view.details) card = view;
    return view;
  };
  const bot: Conversation['bot'] = {
    ...talk.bot,
    shows: () => seen(talk.bot.shows()),
    says: (key, data) => seen(talk.bot.says(key, data)),
  };
  let spoken = language;
  return {
    ...talk,
    bot,
    operator,
    kind,
    phoneNumber,
    speaks(wanted) {
      spoken = wanted;
      talk.speaks(wanted);
    },
    says: (key, values = {}) =>
      bot.says(`change:said.${key}`, {
        phrase: kind.phrase[spoken],
        hotline: '10000',
        time: localDateTime(new Date(card?.expiresAt ?? 0), 'Asia/Shanghai'),
        ...values,
      }),
    card() {
      assert.ok(card, 'no card was shown');
      return card;
    },
  };
}

/** Until the card lies on the table: nothing is confirmed. */
export async function talkUntilQuoted(
  kind: ChangeKind,
  options: ChangeTalkOptions = {},
): Promise<ChangeTalk> {
  const talk = await talkAbout(kind, options);
  await talk.customer.says(kind.wish[options.language ?? 'zh-CN']);
  const { title = '', text } = talk.bot.shows();
  assert.ok(talk.card(), `no card: ${title} ${text}`);
  return talk;
}

/** Until the first confirmation is given and the code is on the phone. */
export async function talkUntilFirstConfirmation(
  kind: ChangeKind,
  options: ChangeTalkOptions = {},
): Promise<CodeTalk> {
  const talk = await talkUntilQuoted(kind, options);
  await talk.customer.says(kind.phrase[options.language ?? 'zh-CN']);
  const { text = '' } = talk.bot.shows();
  const [, shortCode = ''] = /Y(\d{4})/.exec(text) ?? [];
  assert.match(text, /第二次确认|Second:/);
  return { ...talk, code: await talk.phone.code(talk.phoneNumber), shortCode };
}
