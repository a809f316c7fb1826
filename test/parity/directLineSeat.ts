import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { addDirectLine } from '../../channels/directLine/routes.ts';
import { createTokens } from '../../channels/directLine/tokens.ts';
import { renderForWeb } from '../../channels/render.ts';
import { createServer, listen } from '../../channels/server.ts';
import type { StoredActivity } from '../../ports/store.ts';
import { closeAfterTest } from '../support/closing.ts';
import { silentLog } from '../support/world.ts';
import { type Seat, type SeatParts, wordsOf } from './seat.ts';

/** The web widget: Direct Line over HTTP, cards and buttons. */
export function directLineSeat({ store, clock }: SeatParts): Seat {
  const conversationId = `test-${randomUUID()}`;
  const userId = `dl_${randomUUID()}`;
  const tokens = createTokens(randomUUID(), clock);
  let base = '';
  let watermark = '0';
  // As from behind a proxy, an address for each talk: one customer's tries are not another's.
  const address = conversationId
    .slice(-12)
    .replace(/(...)(...)(...)(...)/, '2001:db8:$1:$2:$3:$4::');

  async function ask(method: string, body?: unknown, browser?: string): Promise<unknown> {
    const pass = { conversationId, userId, origins: [] };
    const response = await fetch(`${base}${method === 'GET' ? `?watermark=${watermark}` : ''}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokens.issue('speak', pass)}`,
        'content-type': 'application/json',
        'x-forwarded-for': address,
        ...(browser && { cookie: `mingbai_browser=${browser}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text);
  }

  return {
    conversationId,
    channelId: 'directline',
    userId,
    parts: { renderFor: () => renderForWeb },
    async open({ reception }) {
      const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
      const streams = addDirectLine(server, {
        reception,
        store,
        tokens,
        log: silentLog,
        trustProxy: true,
        postsPerMinute: 10_000,
        tokensPerMinute: 10_000,
        origins: [],
      });
      const { port, close } = await listen(server, 0, '127.0.0.1');
      closeAfterTest(async () => {
        streams.close();
        await close();
      });
      base = `http://127.0.0.1:${port}/v3/directline/conversations/${conversationId}/activities`;
    },
    async says({ text, key, token, browser }) {
      const value = token && { value: { token, text } };
      const channelData = { clientActivityID: key };
      await ask('POST', { type: 'message', text, ...value, channelData }, browser);
    },
    async look() {
      const shown: string[] = [];
      for (;;) {
        const page = (await ask('GET')) as { activities: StoredActivity[]; watermark: string };
        watermark = page.watermark;
        if (page.activities.length === 0) return shown.join('\n');
        const said = page.activities.filter(({ replyToId }) => replyToId !== undefined);
        shown.push(...said.map(wordsOf));
      }
    },
  };
}
