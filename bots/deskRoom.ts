import { maskText } from '../domain/masking.ts';
import type { FoundMessage, Handoff } from '../ports/handoffs.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { StaffMember } from '../ports/staff.ts';
import type { Store } from '../ports/store.ts';
import { cardOf, contextOf, type DeskCard } from './deskCard.ts';
import type { DeskDoor } from './deskDoor.ts';
import { type DeskLine, linesOf } from './deskLines.ts';
import { type DeskQueue, queueFor } from './deskQueue.ts';
import { allLines, createNoteView } from './deskViews.ts';
import type { Reception } from './reception.ts';

/** What the desk needs. */
export interface DeskRoomParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly reception: Reception;
  readonly door: DeskDoor;
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
const pageSize = 500;
const presenceMs = 60_000;
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

  const noteView = createNoteView({ store, vault, clock });

  return {
    see: ({ id, name, role }, isReady) =>
      role === 'auditor' ? Promise.resolve() : store.seeAgent({ id, name, isReady, seenAt: now() }),

    async queue(staff) {
      const [open, agents] = await Promise.all([
        store.openHandoffs('builtIn'),
        store.agentsSince(ago(presenceMs)),
      ]);
      return queueFor(staff, open, agents, vault);
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
      return allLines(store, conversationId);
    },
  };
}
