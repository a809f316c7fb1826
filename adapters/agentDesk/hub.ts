import { createHmac } from 'node:crypto';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { type DeskRules, deskStanding } from './standing.ts';

/** How a hub of the Bot Framework's handoff protocol is reached. */
export interface HubOptions extends DeskRules {
  /** Takes activities by POST. */
  readonly url: string;
  /** Shared with the hub: signs both ways. */
  readonly secret: string;
  readonly timeoutMs: number;
}

/**
 * Any hub that speaks the Bot Framework's handoff: `handoff.initiate` with its Transcript out, messages
 * after it, `endOfConversation` at the end; each activity's conversation is the handoff's id, and the
 * same activity id is the same activity. What comes back enters by `channels/hub.ts`.
 */
export function createHubDesk(options: HubOptions): AgentDesk {
  const { url, secret, timeoutMs, clock, hours } = options;

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
    hours,
    // A hub has no word for nobody being there: it answers `failed`, and the customer is told.
    standing: deskStanding('hub', options, async () => true),
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
