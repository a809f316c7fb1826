import assert from 'node:assert/strict';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { carrierUrls, createCarrier } from '../../adapters/carrier/carrier.ts';
import { createCommunicationMessageSms } from '../../adapters/sms/communicationMessage.ts';
import { createVault } from '../../adapters/vault/vault.ts';
import { type Conversations, createConversations } from '../../bots/conversations.ts';
import { createDeskDoor, type DeskDoor } from '../../bots/deskDoor.ts';
import { createRecordsPanel, type RecordsPanel } from '../../bots/recordsPanel.ts';
import { repertoire } from '../../dialogs/main.ts';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import type { Language } from '../../domain/language.ts';
import { type Policy, policies } from '../../domain/policy/policy.ts';
import type { AgentDesk, AgentName } from '../../ports/agentDesk.ts';
import type { Handoff } from '../../ports/handoffs.ts';
import type { Mail } from '../../ports/mail.ts';
import type { Recognizer } from '../../ports/recognizer.ts';
import type { Log } from '../../ports/services.ts';
import type { EvidenceRecord, Store } from '../../ports/store.ts';
import type { View } from '../../ports/view.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { chooseSeat } from '../parity/chooseSeat.ts';
import { noteShown } from '../parity/note.ts';
import type { Seat } from '../parity/seat.ts';
import { saidOn } from '../parity/variants.ts';
import { noteCode, noteTalk, noteWritten } from './canaries.ts';
import { cornerOf } from './corner.ts';
import { operator } from './operator.ts';
import { silentLog, vaultSecret, type World, world } from './world.ts';

const texts = loadTexts();

/** Seals what all talks keep. */
export const vault = createVault(vaultSecret);

/** A conversation as a transcript: the customer says, the bot says, the phone shows. */
export interface Conversation {
  readonly customer: {
    says(text: string): Promise<void>;
    /** Says something and does not wait for what is said to it. */
    sends(text: string): Promise<void>;
    /** Taps the button with this label, which must be on show. */
    taps(label: string): Promise<void>;
    /** Taps a confirming button as pages do: its words and its token. */
    presses(token: string, label: string): Promise<void>;
    /** The same message arrives once more, as when a network is unsure. */
    isHeardTwice(): Promise<void>;
    /** Proves a demo number: number, then the code the sandbox phone shows. */
    identifiesAs(phoneNumber: string): Promise<void>;
  };
  readonly bot: {
    /** The next message is exactly the sentence behind this locale key. */
    says(key: string, data?: Record<string, string | number>): View;
    /** The next message, whatever it says; fails when there is none. */
    shows(): View;
    saysNothingMore(): void;
  };
  readonly phone: {
    messages(phoneNumber: string): Promise<string[]>;
    code(phoneNumber: string): Promise<string>;
    /** Answers by SMS; the same id is the same SMS delivered again. False: nothing waited for it. */
    replies(phoneNumber: string, text: string, id?: string): Promise<boolean>;
  };
  readonly conversations: Conversations;
  /** An agent, as whichever desk lets them speak. */
  readonly desk: TalkingDesk;
  /** The pages with itemised records that belong to this server. */
  readonly panel: RecordsPanel;
  readonly store: Store;
  /** What woke the engineer on call. */
  readonly alerts: readonly string[];
  /** Everything on record, of whatever subject; an operator of one's own has nothing of other tests. */
  ledger(): Promise<readonly EvidenceRecord[]>;
  /** What this conversation's quotes left there, in order. */
  evidence(): Promise<readonly EvidenceRecord[]>;
  /** Kinds on the customer's ledger that this conversation's quotes left, in order. */
  events(): Promise<string[]>;
  readonly id: string;
  /** Which channel the customer is on, as records name it. */
  readonly channelId: string;
  speaks(language: Language): void;
  now(): Date;
  later(ms: number): void;
  /** Time passes, and what is due meanwhile happens. */
  waits(ms: number): Promise<void>;
}

/** How a talk differs from the usual one. */
export interface TalkOptions {
  readonly locale?: string;
  /** False: the greeting is left for the test to read. */
  readonly greeted?: boolean;
  /** Where the carrier is, when not the sandbox: for what the sandbox cannot do. */
  readonly carrierUrl?: string;
  readonly recognizer?: Recognizer;
  readonly carrierTimeoutMs?: number;
  /** True: an export of records takes the service password too. */
  readonly asksPassword?: boolean;
  /** False: an order that is not finished at once is not waited for, as with a slow operator. */
  readonly waitsForOrders?: boolean;
  readonly verifiedPhoneNumber?: string;
  /** An operator of its own, for talks that change something there. */
  readonly sandbox?: Sandbox;
  readonly policy?: Policy['id'];
  readonly mail?: Mail;
  /** When the talk begins; the day of the tests unless told. */
  readonly startsAt?: Date;
  /** A memory of its own, for talks that use up what a number may do in a day. */
  readonly store?: Store;
  /** The secret of the browser that the customer sits at. */
  readonly browser?: string;
  readonly log?: Log;
  /** Where people take over; nowhere unless told. */
  readonly desk?: (store: Store, clock: () => Date) => AgentDesk;
}

/** Codes of the tests begin with 9: nothing else here has six digits and does, so that one that leaks is known. */
function drawDigits(count: number): string {
  return noteCode(String(9 * 10 ** (count - 1) + randomInt(10 ** (count - 1))));
}

/** The server of one talk: its conversations and the pages that they link to. */
function serverIn(
  shared: World,
  store: Store,
  clock: () => Date,
  options: TalkOptions,
  alerts: string[],
  seat: Seat | undefined,
) {
  const sandboxUrl = (options.sandbox ?? shared.sandbox).url;
  const desk = options.desk?.(store, clock);
  const services = {
    ...(desk && { desk }),
    carrier: createCarrier({
      urls: carrierUrls(options.carrierUrl ?? sandboxUrl),
      timeoutMs: options.carrierTimeoutMs ?? 4000,
      clock,
      timeZone: operator.timeZone,
      ...(options.asksPassword && { passwordUrl: `${sandboxUrl}/sandbox/service-passwords` }),
      ...(options.waitsForOrders === false && { wait: async () => {} }),
    }),
    texts,
    vault,
    limits: store,
    records: store,
    policy: policies[options.policy ?? 'cn'],
    hash: (text: string) => createHash('sha256').update(text).digest('hex'),
    sendsMail: options.mail !== undefined,
    alert: (event: string, facts: unknown) => {
      noteWritten('log', event, facts);
      alerts.push(event);
    },
    randomDigits: drawDigits,
    newId: randomUUID,
    operator,
  };
  const sms = createCommunicationMessageSms({
    url: carrierUrls(sandboxUrl).TMF681 ?? '',
    timeoutMs: 4000,
    senderName: 'Mingbai',
  });
  const conversations = createConversations({
    store,
    services,
    repertoire,
    recognizer: options.recognizer ?? shared.recognizer,
    sms,
    ...(options.mail && { mail: options.mail }),
    ...(desk && { desk }),
    press: shared.press,
    clock,
    newId: randomUUID,
    log: options.log ?? silentLog,
    owner: 'test',
    onTurn: (_seconds, outcome) => noteWritten('metrics', outcome),
    ...seat?.parts,
    // Tests read what the bot means, beside the form that a channel gives it.
    renderFor: (channelId) => (view) => {
      const form = seat?.parts.renderFor(channelId)(view) ?? { text: view.text ?? '' };
      return { ...form, channelData: { ...form.channelData, view } };
    },
  });
  const { reception } = conversations;
  const door = createDeskDoor({ store, vault, clock, reception });
  return {
    door,
    conversations,
    panel: createRecordsPanel({ store, services, sms, reception, clock }),
  };
}

/** Begins a conversation with everything real but the clock: dialogs, recogniser, store, carrier client, sandbox. */
export async function startTalk(options: TalkOptions = {}): Promise<Conversation> {
  const shared = await world();
  const store = options.store ?? cornerOf(shared.store, options.sandbox);
  const startedAt = options.startsAt ?? shared.startedAt;
  const sandbox = options.sandbox ?? shared.sandbox;
  let language: Language = options.locale?.startsWith('en') ? 'en' : 'zh-CN';
  let offsetMs = 0;
  const clock = () => new Date(startedAt.getTime() + offsetMs);
  const passes = async (ms: number) => {
    offsetMs += ms;
    await conversations.sweep();
  };
  const seat = chooseSeat({ store, vault, clock, passes });
  const visitor = {
    conversationId: seat?.conversationId ?? `test-${randomUUID()}`,
    channelId: seat?.channelId ?? 'test',
    userId: seat?.userId ?? 'customer',
  };
  const { conversationId: id } = visitor;
  noteTalk(id);
  const alerts: string[] = [];
  const { door, conversations, panel } = serverIn(shared, store, clock, options, alerts, seat);
  await seat?.open(conversations);
  const unread: View[] = [];
  let seen = 0;

  async function read(): Promise<void> {
    await conversations.idle();
    const committed = await store.activities(id, seen, 1000);
    seen = committed.at(-1)?.sequence ?? seen;
    const activities = committed.map(({ activity }) => activity);
    const meant = activities.flatMap(({ channelData, replyToId: to }) => {
      const { view } = (channelData ?? {}) as { view?: View };
      return view ? [{ view, to }] : [];
    });
    unread.push(...meant.map(({ view }) => view));
    if (seat) noteShown(meant, await seat.look(activities), seat);
  }

  async function send(text: string, key: string, token?: string): Promise<void> {
    const { browser } = options;
    if (seat) return seat.says({ text, key, token, browser });
    await conversations.reception.receive({
      ...visitor,
      key,
      activity: { type: 'message', text, ...(token && { value: { token } }) },
      address: id,
      ...(browser !== undefined && { browser }),
    });
  }

  let lastKey = '';
  let repeat = async () => {};
  async function says(text: string, token?: string, key: string = randomUUID()): Promise<void> {
    assert.deepEqual(unread, [], 'the bot said something the test did not expect');
    lastKey = key;
    repeat = () => says(text, token, lastKey);
    await send(text, key, token);
    await read();
  }

  const next = (): View => {
    const view = unread.shift();
    assert.ok(view, 'the bot said nothing');
    return view;
  };
  let last: View | undefined;
  async function ledger(): Promise<readonly EvidenceRecord[]> {
    const subjects = await store.evidenceSubjects();
    return (await Promise.all(subjects.map(store.evidence))).flat();
  }

  async function evidence(): Promise<readonly EvidenceRecord[]> {
    const all = await ledger();
    const ours = all.filter(({ data }) => data.conversationId === id && data.quoteId);
    const quotes = new Set(ours.map(({ data }) => data.quoteId));
    return all.filter(({ data }) => quotes.has(data.quoteId));
  }

  const phone = phoneOf(sandbox.url);
  const conversation: Conversation = {
    id,
    channelId: visitor.channelId,
    desk: deskOf(door, store, id, read),
    store,
    alerts,
    ledger,
    evidence,
    events: async () => (await evidence()).map(({ kind }) => kind),
    conversations,
    panel,
    phone: {
      ...phone,
      async replies(from, text, smsId = randomUUID()) {
        const isAwaited = await conversations.reception.hearSms({ id: smsId, from, text });
        await read();
        return isAwaited;
      },
    },
    now: clock,
    customer: {
      says: (text) => says(text),
      sends: (text) => send(text, randomUUID()),
      isHeardTwice: () => repeat(),
      presses: (token, label) => says(label, token),
      async taps(label) {
        const choices = last?.choices ?? [];
        const choice = choices.find((each) => each.label === label);
        const labels = choices.map((each) => each.label).join(' | ');
        assert.ok(choice, `no button “${label}” among ${labels}`);
        await says(label, choice.token);
      },
      async identifiesAs(phoneNumber) {
        await says(phoneNumber);
        unread.splice(0);
        await says(await phone.code(phoneNumber));
        const done = unread.shift();
        assert.match(done?.text ?? '', /\*{4}/, 'the number was not accepted');
      },
    },
    bot: {
      says(key, data) {
        last = next();
        assert.equal(last.text, saidOn(visitor.channelId, texts[language], key, data));
        return last;
      },
      shows() {
        last = next();
        return last;
      },
      saysNothingMore: () => assert.deepEqual(unread, []),
    },
    speaks(wanted) {
      language = wanted;
    },
    later(ms) {
      offsetMs += ms;
    },
    async waits(ms) {
      await passes(ms);
      await read();
    },
  };
  await conversations.reception.open({
    ...visitor,
    ...(seat?.reference && { reference: seat.reference }),
    ...(options.locale && { locale: options.locale }),
    ...(options.verifiedPhoneNumber && { verifiedPhoneNumber: options.verifiedPhoneNumber }),
  });
  await read();
  if (options.greeted !== false) unread.splice(0);
  return conversation;
}

/** An agent at a desk without walls. */
export interface TalkingDesk {
  readonly door: DeskDoor;
  /** The conversation's latest handoff. */
  handoff(): Promise<Handoff | undefined>;
  accepts(agent?: AgentName): Promise<boolean>;
  says(text: string, agent?: AgentName, key?: string): Promise<boolean>;
  ends(message?: string, agent?: AgentName): Promise<boolean>;
  moves(to?: AgentName, agent?: AgentName): Promise<boolean>;
}

const wang: AgentName = { id: 'wang', name: '小王' };

function deskOf(
  door: DeskDoor,
  store: Store,
  conversationId: string,
  read: () => Promise<void>,
): TalkingDesk {
  const handoff = async () => (await store.handoffsOf(conversationId))[0];
  const then = async (act: (id: string) => Promise<boolean>) => {
    const isDone = await act((await handoff())?.id ?? '');
    await read();
    return isDone;
  };
  return {
    door,
    handoff,
    accepts: (agent = wang) => then((id) => door.accept(id, agent)),
    says: (text, agent = wang, key: string = randomUUID()) =>
      then((id) => door.say(id, agent, text, key)),
    ends: (message, agent = wang) => then((id) => door.end(id, 'agent', agent.id, message)),
    moves: (to, agent = wang) => then((id) => door.move(id, agent.id, to)),
  };
}

function phoneOf(sandboxUrl: string): Omit<Conversation['phone'], 'replies'> {
  async function messages(phoneNumber: string): Promise<string[]> {
    const response = await fetch(`${sandboxUrl}/phone/${phoneNumber}/messages`);
    const list = (await response.json()) as Array<{ text: string }>;
    return list.map(({ text }) => text);
  }
  return {
    messages,
    async code(phoneNumber) {
      const all = await messages(phoneNumber);
      const code = /#(\d{6})$/.exec(all.at(-1) ?? '')?.[1];
      assert.ok(code, 'no code arrived on the phone');
      return code;
    },
  };
}

/** Every row of a view as `term: value`, section by section: what tests read numbers from. */
export function rowsOf(view: View): Map<string, string> {
  const rows = (view.sections ?? []).flatMap((section) => section.rows ?? []);
  // A term may stand in two sections; the first is the one customers read as the answer.
  return new Map(rows.reverse().map(({ term, value }) => [term, value]));
}
