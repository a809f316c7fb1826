import { maskText } from '../domain/masking.ts';
import type { Clock, Vault } from '../ports/services.ts';
import type { StaffMember } from '../ports/staff.ts';
import type { Store } from '../ports/store.ts';
import { type DeskLine, linesOf } from './deskLines.ts';

const shiftMs = 10 * 60 * 60_000;
const pageSize = 500;

/** Puts on the customer's record who at the desk saw what, and why: they can read it there (§5.4, R21). */
export type NoteView = (
  staff: StaffMember,
  conversationId: string,
  what: string,
  reason: string,
) => Promise<void>;

/** Makes the note: once a shift for the same eyes, customer and reason. */
export function createNoteView(parts: {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
}): NoteView {
  const { store, vault, clock } = parts;
  return async (staff, conversationId, what, reason) => {
    const at = clock().toISOString();
    const holder = await store.holderOf(conversationId);
    const subject = holder?.customerId ?? conversationId;
    const why = maskText(reason).masked.slice(0, 200);
    const key = `desk:view:${vault.digest([staff.id, subject, conversationId, what, why].join('|'))}`;
    const { count } = await store.count(key, at, shiftMs);
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
    await store.record([{ kind: 'accessed', subject, at, data: { ...data, rules: ['R21'] } }]);
  };
}

/** Every line of a conversation. */
export async function allLines(store: Store, conversationId: string): Promise<DeskLine[]> {
  const lines: DeskLine[] = [];
  for (let after = 0; ; ) {
    const page = await store.activities(conversationId, after, pageSize);
    lines.push(...linesOf(page));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return lines;
    after = last.sequence;
  }
}
