import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** One message of a conversation, as Direct Line shows it. */
export interface Said {
  readonly id: string;
  readonly text?: string;
  readonly replyToId?: string;
  readonly attachments?: unknown;
  readonly from: { readonly role?: string };
}

/** A customer who talks over plain Direct Line and does not lose patience when the line breaks. */
export interface Visit {
  /** Sends a message, again and again under the same key until it has an id, and returns the id. */
  posts(text: string): Promise<string>;
  /** Sends a message and waits until it is answered. */
  says(text: string): Promise<string>;
  /** Everything said, in order. */
  transcript(): Promise<Said[]>;
}

const againAfterMs = 50;

/** Begins a conversation. `siteNow`: where the server is, which may change with every restart. */
export async function visit(siteNow: () => string): Promise<Visit> {
  const { token, conversationId } = (await patiently('POST', '/widget/token', {})) as {
    token: string;
    conversationId: string;
  };
  const activities = `/v3/directline/conversations/${conversationId}/activities`;

  /** A connection that breaks, a 5xx and nobody there are all the same: ask again. */
  async function patiently(method: string, path: string, body?: unknown): Promise<unknown> {
    for (;;) {
      const site = siteNow();
      const response = await fetch(`${site}${path}`, {
        method,
        headers: {
          Origin: site,
          'Content-Type': 'application/json',
          ...(path.startsWith('/v3') && { Authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch(() => undefined);
      const answer = await response?.json().catch(() => undefined);
      if (response?.ok && answer !== undefined) return answer;
      if (response && response.status < 500) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      await wait(againAfterMs);
    }
  }

  async function posts(text: string): Promise<string> {
    const channelData = { clientActivityID: randomUUID() };
    return ((await patiently('POST', activities, { type: 'message', text, channelData })) as Said)
      .id;
  }

  async function transcript(): Promise<Said[]> {
    return ((await patiently('GET', activities)) as { activities: Said[] }).activities;
  }

  return {
    posts,
    transcript,
    async says(text) {
      const id = await posts(text);
      while (!(await transcript()).some(({ replyToId }) => replyToId === id)) {
        await wait(againAfterMs);
      }
      return id;
    },
  };
}
