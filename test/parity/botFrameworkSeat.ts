import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { Registry } from 'prom-client';
import type { Reception } from '../../bots/reception.ts';
import { addBotFramework, type Deliver } from '../../channels/botFramework.ts';
import { deliveryOver } from '../../channels/delivery.ts';
import { renderForBotFramework } from '../../channels/render.ts';
import { createServer, listen } from '../../channels/server.ts';
import type { Received, StoredActivity } from '../../ports/store.ts';
import { closeAfterTest } from '../support/closing.ts';
import { silentLog } from '../support/world.ts';
import { type Seat, type SeatParts, wordsOf } from './seat.ts';

/** A request that waits for its replies, and what it was about. */
interface Pending {
  readonly activityId: string;
  readonly duplicate: boolean;
  readonly replies: Promise<readonly StoredActivity[]>;
}

/**
 * A channel of Azure that asks for the replies in its response (`expectReplies`) and takes at its
 * `serviceUrl` what is said later. `sms` has no cards and no buttons, `msteams` has both.
 */
export function botFrameworkSeat(
  { store, vault, clock }: SeatParts,
  channelId: 'sms' | 'msteams',
): Seat {
  const conversation = { id: randomUUID(), isGroup: false, name: '', conversationType: 'personal' };
  const from = { id: randomUUID(), name: '' };
  const pushed: StoredActivity[] = [];
  const answered = new Map<string, string>();
  let pending: Pending[] = [];
  let url = '';
  let serviceUrl = '';
  let deliver: Deliver = async () => {};
  const recorded = new Map<string, (received: Received) => void>();
  const leaving = new AbortController();
  const conversationId = `bf-${vault.digest(`${channelId}|${conversation.id}`)}`;
  const reference = () => ({
    activityId: 'open',
    user: from,
    bot: { id: 'bot', name: '' },
    conversation,
    channelId,
    serviceUrl,
  });

  async function openService(): Promise<void> {
    const service = createHttpServer(async (request, response) => {
      pushed.push((await json(request)) as StoredActivity);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"id":"sent"}');
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    closeAfterTest(() => {
      service.close();
      service.closeAllConnections();
    });
    serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  }

  async function post(activity: unknown): Promise<readonly StoredActivity[]> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
      signal: leaving.signal,
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return (JSON.parse(text) as { activities?: StoredActivity[] }).activities ?? [];
  }

  return {
    conversationId,
    channelId,
    userId: vault.digest(`${channelId}|${from.id}`),
    get reference() {
      return { sealed: vault.seal(JSON.stringify(reference())) };
    },
    parts: {
      renderFor: renderForBotFramework,
      deliveryOf: deliveryOver(vault, clock),
      deliver: (payload, id) => deliver(payload, id),
    },
    async open({ reception }) {
      await openService();
      const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
      const listened: Reception = {
        ...reception,
        async receive(message) {
          const received = await reception.receive(message);
          recorded.get(message.key)?.(received);
          return received;
        },
      };
      deliver = addBotFramework(server, {
        reception: listened,
        store,
        vault,
        log: silentLog,
        newId: randomUUID,
        appType: 'MultiTenant',
        emulator: true,
      });
      const { port, close } = await listen(server, 0, '127.0.0.1');
      closeAfterTest(async () => {
        leaving.abort();
        await close();
      });
      url = `http://127.0.0.1:${port}/api/messages`;
    },
    async says({ text, key, token }) {
      const received = new Promise<Received>((resolve) => {
        recorded.set(`client:${key}`, resolve);
      });
      const replies = post({
        type: 'message',
        id: key,
        channelId,
        serviceUrl,
        from,
        recipient: { id: 'bot', name: '' },
        conversation,
        text,
        deliveryMode: 'expectReplies',
        ...(token && { value: { token, text } }),
      });
      replies.catch(() => {});
      pending.push({ ...(await Promise.race([received, replies.then(neverRecorded)])), replies });
    },
    async look(committed) {
      const isAnswered = ({ activityId, duplicate }: Pending) =>
        duplicate
          ? answered.has(activityId)
          : committed.some(({ replyToId }) => replyToId === activityId);
      const done = pending.filter(isAnswered);
      pending = pending.filter((each) => !done.includes(each));
      const shown: string[] = [];
      for (const { activityId, duplicate, replies } of done) {
        const words = (await replies).map(wordsOf).join('\n');
        // Heard twice, answered twice alike.
        if (duplicate) assert.equal(words, answered.get(activityId));
        else shown.push(words);
        answered.set(activityId, words);
      }
      // An answer leaves with its turn; what is pushed comes of what the turn began.
      return [...shown, ...pushed.splice(0).map(wordsOf)].join('\n');
    },
  };
}

function neverRecorded(): never {
  throw new Error('the message was answered before it was recorded');
}
