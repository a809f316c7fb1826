import { createHmac } from 'node:crypto';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Handoffs } from '../../ports/handoffs.ts';
import type { Clock } from '../../ports/services.ts';
import { Unavailable } from '../../ports/unavailable.ts';

/** How a hub of the Bot Framework's handoff protocol is reached. */
export interface HubOptions {
  /** Takes activities by POST. */
  readonly url: string;
  /** Shared with the hub: signs both ways. */
  readonly secret: string;
  readonly timeoutMs: number;
  readonly handoffs: Pick<Handoffs, 'queueBefore'>;
  readonly clock: Clock;
}

const recentMs = 2 * 60 * 60_000;

/**
 * Any hub that speaks the Bot Framework's handoff: `handoff.initiate` with its Transcript out, messages
 * after it, `endOfConversation` at the end; each activity's conversation is the handoff's id, and the
 * same activity id is the same activity. What comes back enters by `channels/hub.ts`.
 */
export function createHubDesk({ url, secret, timeoutMs, handoffs, clock }: HubOptions): AgentDesk {
  async function send(activity: Readonly<Record<string, unknown>>): Promise<void> {
    const body = JSON.stringify(activity);
    const seconds = Math.floor(clock().getTime() / 1000);
    const digest = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-mingbai-signature': `t=${seconds},v1=${digest}`,
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`status ${response.status}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 40) : 'no answer';
      throw new Unavailable('agentDesk', reason, { cause: error });
    }
  }

  return {
    name: 'hub',
    readsRecord: false,
    async standing(priority, since) {
      const takenSince = new Date(clock().getTime() - recentMs).toISOString();
      const queue = await handoffs.queueBefore('hub', priority, since, takenSince);
      // A hub has no word for nobody being there: it answers `failed`, and the customer is told.
      const { ahead, waitMs } = queue;
      return { state: 'open', ahead, ...(waitMs !== undefined && { waitMs }) };
    },
    initiate: ({ handoffId }, event) =>
      send({ ...event, id: `${handoffId}:initiate`, conversation: { id: handoffId } }),
    forward: ({ handoffId, activityId, text, at }) =>
      send({
        type: 'message',
        id: activityId,
        conversation: { id: handoffId },
        from: { id: handoffId, role: 'user' },
        text,
        timestamp: at,
      }),
    end: (handoffId) =>
      send({
        type: 'endOfConversation',
        id: `${handoffId}:end`,
        conversation: { id: handoffId },
        code: 'userCancelled',
      }),
  };
}
