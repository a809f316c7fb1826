import type { AgentName } from '../../ports/agentDesk.ts';
import type {
  DeskAgent,
  FoundMessage,
  Handoff,
  HandoffCount,
  HandoffEnder,
} from '../../ports/handoffs.ts';
import type { Engine, Statement } from './engine.ts';
import { one } from './forgetting.ts';
import * as statements from './handoffStatements.ts';

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

interface HandoffRow
  extends Nullable<Pick<Handoff, 'endedBy' | 'sealedContext'>>,
    Omit<
      Handoff,
      'requestedAt' | 'acceptedAt' | 'endedAt' | 'agent' | 'endedBy' | 'sealedContext'
    > {
  requestedAt: Date;
  acceptedAt: Date | null;
  endedAt: Date | null;
  agentId: string | null;
  agentName: string | null;
}

/** What is asked of handoffs. */
export function handoffQueries({ run }: Engine) {
  const list = async (statement: Statement, value: string) =>
    (await run<HandoffRow>(statement, [value])).map(handoffOf);
  return {
    one: async (id: string) => (await list(statements.oneById, id))[0],
    open: (desk: string) => list(statements.allOpen, desk),
    untold: (desk: string) => list(statements.untold, desk),
    ofConversation: (id: string) => list(statements.ofConversation, id),

    async queueBefore(desk: string, priority: number, before: string, since: string) {
      const values = [desk, priority, before, since];
      const row = one(
        await run<{ ahead: number; waiting: number; waitMs: number | null }>(
          statements.queueBefore,
          values,
        ),
      );
      const { waitMs, ...queue } = row;
      return { ...queue, ...(waitMs !== null && { waitMs }) };
    },

    async claim(id: string, agent: AgentName, at: string): Promise<boolean> {
      return (await run(statements.claim, [id, agent.id, agent.name, at])).length === 1;
    },

    async move(id: string, from: string, to: AgentName | undefined): Promise<boolean> {
      return (
        (await run(statements.move, [id, from, to?.id ?? null, to?.name ?? null])).length === 1
      );
    },

    async end(id: string, by: HandoffEnder, at: string, agentId?: string): Promise<boolean> {
      return (await run(statements.end, [id, by, at, agentId ?? null])).length === 1;
    },

    async told(id: string, turnCount: number): Promise<void> {
      await run(statements.told, [id, turnCount]);
    },

    async counts(since: string): Promise<HandoffCount[]> {
      const rows = await run<Nullable<HandoffCount>>(statements.counts, [since]);
      return rows.map((row) => withoutNulls(row) as unknown as HandoffCount);
    },

    async findSaid(words: string, since: string, limit: number): Promise<FoundMessage[]> {
      const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
      const rows = await run<Omit<FoundMessage, 'at'> & { at: Date }>(statements.findSaid, [
        pattern,
        since,
        limit,
      ]);
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    },

    async holderOf(conversationId: string) {
      const [row] = await run<{ customerId: string; lineId: string | null }>(statements.holderOf, [
        conversationId,
      ]);
      if (!row) return undefined;
      const { customerId, lineId } = row;
      return { customerId, ...(lineId !== null && { lineId }) };
    },

    async seeAgent({ id, name, isReady, seenAt }: DeskAgent): Promise<void> {
      await run(statements.seeAgent, [id, name, String(isReady), seenAt]);
    },

    async agentsSince(seenAt: string): Promise<DeskAgent[]> {
      const rows = await run<Omit<DeskAgent, 'seenAt'> & { seenAt: Date }>(statements.agentsSince, [
        seenAt,
      ]);
      return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
    },
  };
}

function handoffOf({ agentId, agentName, ...row }: HandoffRow): Handoff {
  const moments = [row.requestedAt, row.acceptedAt, row.endedAt].map((at) => at?.toISOString());
  const [requestedAt, acceptedAt, endedAt] = moments;
  return withoutNulls({
    ...row,
    requestedAt,
    acceptedAt,
    endedAt,
    agent: agentId === null ? null : { id: agentId, name: agentName ?? '' },
  }) as unknown as Handoff;
}

function withoutNulls(row: object): object {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  );
}
