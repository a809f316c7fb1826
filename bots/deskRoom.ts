import { maskText } from '../domain/masking.ts';
import type { DeskAgent, FoundMessage, Handoff } from '../ports/handoffs.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { StaffMember } from '../ports/staff.ts';
import type { Store } from '../ports/store.ts';
import { cardOf, contextOf, type DeskCard } from './deskCard.ts';
import type { DeskDoor } from './deskDoor.ts';
import { type DeskLine, linesOf } from './deskLines.ts';
import type { Reception } from './reception.ts';

/** What the desk needs. */
export interface DeskRoomParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly reception: Reception;
  readonly door: DeskDoor;
}

/** Somebody in the queue or in a chat, as the list shows them: no name, no words. */
export interface QueueEntry
  extends Pick<Handoff, 'id' | 'reason' | 'language' | 'channelId' | 'requestedAt' | 'acceptedAt'> {
  readonly conversationId: string;
  readonly maskedNumber?: string;
  readonly isElder: boolean;
  /** Of a ring-back: until when it was promised. */
  readonly dueBy?: string;
  readonly agent?: string;
  readonly lastSaidAt?: string;
}

/** What an agent has in view. */
export interface DeskQueue {
  readonly waiting: readonly QueueEntry[];
  /** All who wait, also those the list has no room for. */
  readonly waitingCount: number;
  readonly mine: readonly QueueEntry[];
  /** Of other agents; supervisors and auditors alone see them. */
  readonly others: readonly QueueEntry[];
  readonly colleagues: readonly DeskAgent[];
}

/** A chat as it stands. */
export interface DeskChat {
  readonly id: string;
  readonly conversationId: string;
  readonly state: Handoff['state'];
  readonly isMine: boolean;
  readonly card?: DeskCard;
  readonly lines: readonly DeskLine[];
  /** Where to read on. */
  readonly next: number;
}

/** Why something was not done. `notYours`: another has it, or it is over. */
export type DeskRefusal = 'notYours' | 'notAllowed' | 'tooMany' | 'needsReason' | 'unknown';

/** The desk, for one who is signed in. Everything seen is on record with its reason (§5.4). */
export interface DeskRoom {
  see(staff: StaffMember, isReady: boolean): Promise<void>;
  queue(staff: StaffMember): Promise<DeskQueue>;
  take(staff: StaffMember, id: string): Promise<true | DeskRefusal>;
  chat(
    staff: StaffMember,
    id: string,
    after: number,
    reason?: string,
  ): Promise<DeskChat | DeskRefusal>;
  say(staff: StaffMember, id: string, text: string, key: string): Promise<true | DeskRefusal>;
  note(staff: StaffMember, id: string, text: string, key: string): Promise<true | DeskRefusal>;
  /** To a colleague at the desk; without one back to the queue, first of all. */
  transfer(staff: StaffMember, id: string, to?: string): Promise<true | DeskRefusal>;
  /** Back to the assistant, with what was agreed in the agent's words. */
  close(staff: StaffMember, id: string, summary: string): Promise<true | DeskRefusal>;
  /** Has the assistant ask the customer to prove their number, in their own channel. */
  askIdentity(staff: StaffMember, id: string): Promise<true | DeskRefusal>;
  search(
    staff: StaffMember,
    words: string,
    reason: string,
  ): Promise<readonly FoundMessage[] | DeskRefusal>;
  /** A whole conversation by its id. */
  transcript(
    staff: StaffMember,
    conversationId: string,
    reason: string,
  ): Promise<readonly DeskLine[] | DeskRefusal>;
}

/** More at once nobody does well. */
const mostChats = 8;
const shownWaiting = 50;
const pageSize = 500;
const presenceMs = 60_000;
const shiftMs = 10 * 60 * 60_000;
const searchedMs = 180 * 24 * 60 * 60_000;
const mostFound = 50;

/** Makes the desk. Auditors read; nobody but the agent who has a chat writes in it. */
export function createDeskRoom(parts: DeskRoomParts): DeskRoom {
  const { store, vault, clock, reception, door } = parts;
  const now = () => clock().toISOString();
  const ago = (ms: number) => new Date(clock().getTime() - ms).toISOString();

  async function theirs(staff: StaffMember, id: string): Promise<Handoff | undefined> {
    const handoff = await store.handoff(id);
    return handoff?.state === 'accepted' && handoff.agent?.id === staff.id ? handoff : undefined;
  }

  /** Once a shift for the same eyes, customer and reason. */
  async function noteView(
    staff: StaffMember,
    conversationId: string,
    what: string,
    reason: string,
  ) {
    const holder = await store.holderOf(conversationId);
    const subject = holder?.customerId ?? conversationId;
    const why = maskText(reason).masked.slice(0, 200);
    const key = `desk:view:${vault.digest([staff.id, subject, conversationId, what, why].join('|'))}`;
    const { count } = await store.count(key, now(), shiftMs);
    if (count > 1) return;
    const data = {
      what,
      channel: 'desk',
      agent: staff.name,
      agentId: staff.id,
      reason: why,
      conversationId,
      ...(holder?.lineId && { lineId: holder.lineId }),
    };
    await store.record([
      { kind: 'accessed', subject, at: now(), data: { ...data, rules: ['R21'] } },
    ]);
  }

  async function allLines(conversationId: string): Promise<DeskLine[]> {
    const lines: DeskLine[] = [];
    for (let after = 0; ; ) {
      const page = await store.activities(conversationId, after, pageSize);
      lines.push(...linesOf(page));
      const last = page.at(-1);
      if (!last || page.length < pageSize) return lines;
      after = last.sequence;
    }
  }

  const entryOf = (handoff: Handoff): QueueEntry => {
    const { id, conversationId, reason, language, channelId, requestedAt } = handoff;
    const { acceptedAt, lastSaidAt, agent } = handoff;
    const { customer, callback, accessibility = [] } = contextOf(handoff, vault) ?? {};
    const maskedNumber = customer?.maskedNumber ?? callback?.maskedNumber;
    return {
      id,
      conversationId,
      reason,
      language,
      channelId,
      requestedAt,
      isElder: accessibility.includes('elder'),
      ...(acceptedAt && { acceptedAt }),
      ...(lastSaidAt && { lastSaidAt }),
      ...(maskedNumber && { maskedNumber }),
      ...(callback && { dueBy: callback.end }),
      ...(agent && { agent: agent.name }),
    };
  };

  return {
    see: ({ id, name, role }, isReady) =>
      role === 'auditor' ? Promise.resolve() : store.seeAgent({ id, name, isReady, seenAt: now() }),

    async queue(staff) {
      const [open, agents] = await Promise.all([
        store.openHandoffs('builtIn'),
        store.agentsSince(ago(presenceMs)),
      ]);
      const waiting = open.filter(({ state }) => state === 'waiting');
      const taken = open.filter(({ state }) => state === 'accepted');
      const others = taken.filter(({ agent }) => agent?.id !== staff.id);
      return {
        waiting: waiting.slice(0, shownWaiting).map(entryOf),
        waitingCount: waiting.length,
        mine: taken.filter(({ agent }) => agent?.id === staff.id).map(entryOf),
        others: staff.role === 'agent' ? [] : others.map(entryOf),
        colleagues: agents.filter(({ id }) => id !== staff.id),
      };
    },

    async take(staff, id) {
      if (staff.role === 'auditor') return 'notAllowed';
      const open = await store.openHandoffs('builtIn');
      const mine = open.filter(({ agent }) => agent?.id === staff.id);
      if (mine.some((each) => each.id === id)) return true;
      if (mine.length >= mostChats) return 'tooMany';
      return (await door.accept(id, staff)) || 'notYours';
    },

    async chat(staff, id, after, reason = '') {
      const handoff = await store.handoff(id);
      if (!handoff) return 'unknown';
      const isMine = handoff.agent?.id === staff.id;
      // Who does not have the chat needs a word why, and to be one who looks after others.
      if (!isMine && staff.role === 'agent') return 'notYours';
      if (!isMine && reason.trim() === '') return 'needsReason';
      const { conversationId, state } = handoff;
      await noteView(staff, conversationId, 'conversation', isMine ? 'handoff' : reason);
      const page = await store.activities(conversationId, after, pageSize);
      const context = contextOf(handoff, vault);
      return {
        id,
        conversationId,
        state,
        isMine,
        ...(context && { card: await cardOf(context, store) }),
        lines: linesOf(page),
        next: page.at(-1)?.sequence ?? after,
      };
    },

    say: async (staff, id, text, key) => (await door.say(id, staff, text, key)) || 'notYours',

    async note(staff, id, text, key) {
      if (!(await theirs(staff, id))) return 'notYours';
      return (await door.note(id, staff, text, key)) || 'notYours';
    },

    async transfer(staff, id, to) {
      const at = await store.agentsSince(ago(presenceMs));
      const colleague = at.find((each) => each.id === to && each.id !== staff.id);
      if (to !== undefined && !colleague) return 'unknown';
      return (await door.move(id, staff.id, colleague)) || 'notYours';
    },

    close: async (staff, id, summary) =>
      (await door.end(id, 'agent', staff.id, summary)) || 'notYours',

    async askIdentity(staff, id) {
      const handoff = await theirs(staff, id);
      if (!handoff) return 'notYours';
      const { conversationId } = handoff;
      await reception.tell({
        conversationId,
        key: `identify:${id}:${now()}`,
        event: { name: 'handoff.identify', value: { handoffId: id } },
      });
      return true;
    },

    async search(staff, words, reason) {
      if (reason.trim() === '' || words.trim().length < 2) return 'needsReason';
      const found = await store.findSaid(words.trim(), ago(searchedMs), mostFound);
      const data = { agentId: staff.id, reason: maskText(reason).masked, found: found.length };
      await store.record([
        { kind: 'searched', subject: 'desk', at: now(), data: { ...data, rules: ['R21'] } },
      ]);
      for (const id of new Set(found.map(({ conversationId }) => conversationId)))
        await noteView(staff, id, 'conversationFound', reason);
      return found;
    },

    async transcript(staff, conversationId, reason) {
      if (reason.trim() === '') return 'needsReason';
      if (!(await store.conversation(conversationId))) return 'unknown';
      await noteView(staff, conversationId, 'transcript', reason);
      return allLines(conversationId);
    },
  };
}
