import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import restify from 'restify';
import type { Reception } from '../../bots/reception.ts';
import type { Deliver } from '../../channels/botFramework.ts';
import { deliveryFor } from '../../channels/delivery.ts';
import { rendererFor } from '../../channels/render.ts';
import { createServer, listen } from '../../channels/server.ts';
import { addWeChat } from '../../channels/weChat/addWeChat.ts';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import type { Received } from '../../ports/store.ts';
import { createResponder } from '../../sandbox/answers.ts';
import { addWeChat as addPlatform, demoAccount } from '../../sandbox/weChat/addWeChat.ts';
import type { Deed } from '../../sandbox/weChat/deeds.ts';
import type { Platform } from '../../sandbox/weChat/platform.ts';
import type { PushResult } from '../../sandbox/weChat/pushes.ts';
import { closeAfterTest } from '../support/closing.ts';
import { silentLog } from '../support/world.ts';
import type { Seat, SeatParts } from './seat.ts';

/** A push under way, and the message that it was recorded as. */
interface Pending {
  readonly activityId: string;
  readonly pushed: Promise<PushResult>;
}

/** An official account on a simulated WeChat of its own, in safe mode: text, menus to tap, quotas. */
export function weChatSeat({ store, vault, clock, passes }: SeatParts): Seat {
  const account = { ...demoAccount, appId: `wx${randomUUID().slice(0, 16)}` };
  const openId = `o-${randomUUID()}`;
  const conversationId = `wc-${vault.digest(`wechat|${account.appId}|${openId}`)}`;
  const recorded = new Map<string, (received: Received) => void>();
  const sent = new Map<string, Promise<PushResult>>();
  let pending: Pending[] = [];
  let platform: Platform;
  let deliver: Deliver = async () => {};
  let seen = 0;
  const user = () => platform.users.add(openId);

  async function openPlatform(): Promise<string> {
    const server = restify.createServer({ name: '' });
    server.use(restify.plugins.bodyParser({ mapParams: false }));
    const parts = { account, respond: createResponder(), clock, newId: randomUUID };
    platform = addPlatform(server, parts);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closeAfterTest(() => {
      platform.close();
      server.close();
      server.server.closeAllConnections();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Taps where the phone offers it, else types the words. */
  function deedOf(text: string, token: string | undefined): Deed {
    const id = `confirm:${token}`;
    const items = user().shown.flatMap(({ items: offered = [] }) => offered);
    const item = token && items.find((each) => each.id === id);
    return item ? { type: 'tap', label: item.content, id } : { type: 'text', text };
  }

  return {
    conversationId,
    channelId: 'wechat',
    userId: vault.digest(`wechat|${openId}`),
    lastChoicesOnly: true,
    reference: { sealed: vault.seal(JSON.stringify({ openId })), waits: true },
    parts: {
      renderFor: rendererFor,
      deliveryOf: deliveryFor(vault, clock),
      deliver: (payload, id) => deliver(payload, id),
    },
    async open({ reception }) {
      const apiUrl = await openPlatform();
      const listened: Reception = {
        ...reception,
        async receive(message) {
          const received = await reception.receive(message);
          recorded.get(String(message.activity.text))?.(received);
          return received;
        },
      };
      const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
      const texts = loadTexts();
      deliver = addWeChat(server, {
        account: {
          appId: account.appId,
          appSecret: account.secret,
          token: account.token,
          aesKey: account.aesKey,
          apiUrl,
        },
        reception: listened,
        store,
        vault,
        clock,
        log: silentLog,
        postsPerMinute: 10_000,
        tooFast: 'too fast',
        moreToCome: (language) => texts[language]('weChat:moreToCome'),
      });
      const { port, close } = await listen(server, 0, '127.0.0.1');
      closeAfterTest(close);
      platform.settings.callbackUrls = [`http://127.0.0.1:${port}/channels/wechat`];
    },
    async says({ text, key, token }) {
      const before = sent.get(key);
      if (before) return heardTwice(await before);
      const received = new Promise<Received>((resolve) => recorded.set(text, resolve));
      const pushed = platform.act(user(), deedOf(text, token));
      sent.set(key, pushed);
      pending.push({ activityId: (await received).activityId, pushed });
    },
    async look(committed) {
      if (!user().follows) await platform.act(user(), { type: 'follow' });
      const isAnswered = ({ activityId }: Pending) =>
        committed.some(({ replyToId }) => replyToId === activityId);
      const done = pending.filter(isAnswered);
      pending = pending.filter((each) => !done.includes(each));
      await Promise.all(done.map(({ pushed }) => pushed));
      // Too slow for a passive reply, as on a busy machine: it comes as a message, some seconds later.
      const isShown = () =>
        user()
          .shown.slice(seen)
          .some(({ from }) => from === 'account');
      if (done.length > 0 && !isShown()) await passes(5000);
      const fresh = user().shown.slice(seen);
      seen = user().shown.length;
      return fresh
        .filter(({ from }) => from !== 'user')
        .flatMap(({ text, items = [] }) => [text, ...items.map(({ content }) => content)])
        .join('\n');
    },
  };

  /** The same bytes again are answered with the same bytes. */
  async function heardTwice({ envelope, tries }: PushResult): Promise<void> {
    const again = await platform.pushes.repeat(openId, envelope);
    assert.equal(again.tries[0]?.body, tries.at(-1)?.body);
  }
}
