import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { WebSocket } from 'ws';
import { createStreams } from '../../channels/directLine/streams.ts';
import type { ConversationNews, Store } from '../../ports/store.ts';
import { silentLog } from '../support/world.ts';
import { ask, begin, openSite, type Site, secret, widgetOrigin } from './site.ts';

interface Listener {
  readonly socket: WebSocket;
  /** Every text heard so far, in the order it came. */
  readonly texts: string[];
  /** The watermarks that came with them. */
  readonly watermarks: string[];
  readonly types: string[];
  /** Resolves when so many texts were heard. */
  hears(count: number): Promise<string[]>;
  close(): Promise<void>;
}

async function listen(streamUrl: string, headers: Record<string, string> = {}): Promise<Listener> {
  const socket = new WebSocket(streamUrl, { headers });
  const [texts, watermarks, types]: [string[], string[], string[]] = [[], [], []];
  socket.on('message', (data) => {
    const frame = data.toString();
    if (frame === '') return types.push('keepAlive');
    const set = JSON.parse(frame) as {
      activities: Array<{ type: string; text?: string }>;
      watermark?: string;
    };
    if (set.watermark !== undefined) watermarks.push(set.watermark);
    types.push(...set.activities.map(({ type }) => type));
    texts.push(...set.activities.flatMap(({ text }) => (text === undefined ? [] : [text])));
    socket.emit('heard');
  });
  await once(socket, 'open');
  return {
    socket,
    texts,
    watermarks,
    types,
    async hears(count) {
      while (texts.length < count) await once(socket, 'heard');
      return texts;
    },
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** The HTTP status with which a stream was refused. */
async function refusal(streamUrl: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(streamUrl, { headers });
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode: number; resume(): void },
  ];
  response.resume();
  socket.terminate();
  return response.statusCode;
}

describe('a Direct Line stream', () => {
  let site: Site;

  before(async () => {
    site = await openSite();
  });
  after(() => site.close());

  const says = (path: string, bearer: string, text: string, on = site) =>
    ask(on, 'POST', `${path}/activities`, { bearer, body: { type: 'message', text } });

  it('tells what was said before and what is said now, once and in order', async () => {
    const { token, path, streamUrl } = await begin(site);
    await says(path, token, 'before');
    const listener = await listen(streamUrl);
    await listener.hears(3);
    await says(path, token, 'now');
    const heard = ['welcome', 'before', 'heard: before', 'now', 'heard: now'];
    assert.deepEqual(await listener.hears(5), heard);
    await listener.close();
  });

  it('goes on after the watermark it is given', async () => {
    const { token, path } = await begin(site);
    await says(path, token, 'before');
    await site.idle();
    const read = await ask(site, 'GET', `${path}/activities`, { bearer: token });
    const { body } = await ask(site, 'GET', `${path}?watermark=${read.body.watermark}`, {
      bearer: token,
    });
    const listener = await listen(body.streamUrl ?? '');
    await says(path, token, 'after');
    assert.deepEqual(await listener.hears(2), ['after', 'heard: after']);
    await listener.close();
  });

  it('leaves no gap and repeats nothing while messages pour in', async () => {
    const { token, path, streamUrl } = await begin(site);
    const pouring = Promise.all(
      Array.from({ length: 30 }, (_one, count) => says(path, token, `message ${count}`)),
    );
    const listener = await listen(streamUrl);
    await pouring;
    const heard = await listener.hears(61);
    assert.equal(new Set(heard).size, 61);
    const read = await ask(site, 'GET', `${path}/activities`, { bearer: token });
    assert.deepEqual(
      heard,
      read.body.activities?.map(({ text }) => text),
    );
    const places = listener.watermarks.map(Number);
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
    );
    await listener.close();
  });

  it('shows that the bot is typing, without a watermark to lose one’s place by', async () => {
    const { conversationId, streamUrl } = await begin(site);
    const listener = await listen(streamUrl);
    await listener.hears(1);
    const before = listener.watermarks.length;
    site.streams.typing(conversationId);
    await once(listener.socket, 'heard');
    assert.equal(listener.types.at(-1), 'typing');
    assert.equal(listener.watermarks.length, before);
    await listener.close();
  });

  it('is for five tabs; a sixth takes the place of the oldest', async () => {
    const { token, path, streamUrl } = await begin(site);
    const tabs: Listener[] = [];
    for (let count = 0; count < 5; count += 1) tabs.push(await listen(streamUrl));
    const [oldest] = tabs;
    assert.ok(oldest);
    const gone = once(oldest.socket, 'close');
    tabs.push(await listen(streamUrl));
    const [code] = await gone;
    assert.equal(code, 1008);
    await says(path, token, 'hello');
    for (const tab of tabs.slice(1)) {
      assert.deepEqual(await tab.hears(3), ['welcome', 'hello', 'heard: hello']);
      await tab.close();
    }
  });

  it('opens only with its own token, within a minute', async () => {
    const other = await openSite();
    const [mine, yours] = [await begin(other), await begin(other)];
    const url = new URL(mine.streamUrl);
    const withToken = (t: string) => {
      const changed = new URL(url);
      changed.searchParams.set('t', t);
      return changed.href;
    };
    assert.equal(await refusal(withToken('')), 403);
    assert.equal(await refusal(withToken(mine.token)), 403);
    assert.equal(await refusal(withToken(secret)), 403);
    const others = new URL(yours.streamUrl).searchParams.get('t') ?? '';
    assert.equal(await refusal(withToken(others)), 403);
    const malformed = new URL(url);
    malformed.searchParams.set('watermark', 'abc');
    assert.equal(await refusal(malformed.href), 400);
    other.later(59);
    await (await listen(url.href)).close();
    other.later(1);
    assert.equal(await refusal(url.href), 403);
    await other.close();
  });

  it('opens to trusted pages only, and there is no other socket here', async () => {
    const { streamUrl } = await begin(site);
    assert.equal(await refusal(streamUrl, { Origin: 'https://evil.example' }), 403);
    await (await listen(streamUrl, { Origin: widgetOrigin })).close();
    assert.equal(await refusal(`ws://127.0.0.1:${site.port}/elsewhere`), 404);
  });

  it('is closed when a frame is far too large, and the server goes on', async () => {
    const { streamUrl, token, path } = await begin(site);
    const listener = await listen(streamUrl);
    listener.socket.send('x'.repeat(5000));
    await once(listener.socket, 'close');
    assert.equal((await says(path, token, 'hello')).status, 200);
  });

  it('counts its open sockets', async () => {
    const other = await openSite();
    const { streamUrl } = await begin(other);
    const listener = await listen(streamUrl);
    assert.equal(other.streams.count(), 1);
    const closed = once(listener.socket, 'close');
    await other.close();
    const [code] = await closed;
    assert.equal(code, 1001);
  });
});

describe('a Direct Line stream on a bad line', () => {
  it('sends empty frames to show that it is there, and drops who does not answer', async () => {
    const site = await openSite({ keepAliveMs: 20 });
    const { streamUrl } = await begin(site);
    const there = await listen(streamUrl);
    while (there.types.filter((type) => type === 'keepAlive').length < 3) {
      await once(there.socket, 'message');
    }
    assert.equal(there.socket.readyState, there.socket.OPEN);
    const gone = new WebSocket(streamUrl, { autoPong: false });
    const [code] = await once(gone, 'close');
    assert.equal(code, 1006);
    await there.close();
    await site.close();
  });

  it('tells in order what another process tells out of order', async () => {
    let shuffle: (news: ConversationNews) => void = () => {};
    const held: ConversationNews[] = [];
    const site = await openSite({
      wrap: (store: Store): Store => ({
        ...store,
        listen(listener) {
          shuffle = listener;
          return store.listen((news) => void held.push(news));
        },
      }),
    });
    const { token, path, streamUrl } = await begin(site);
    const listener = await listen(streamUrl);
    await listener.hears(1);
    const body = (text: string) => ({ type: 'message', text });
    for (const text of ['a', 'b']) {
      await ask(site, 'POST', `${path}/activities`, { bearer: token, body: body(text) });
    }
    await site.idle();
    for (const news of held.splice(0).reverse()) shuffle(news);
    assert.deepEqual(await listener.hears(5), ['welcome', 'a', 'heard: a', 'b', 'heard: b']);
    await listener.close();
    await site.close();
  });

  it('tells with the next sign of life what was lost on its way', async () => {
    const site = await openSite({
      keepAliveMs: 30,
      wrap: (store: Store): Store => ({ ...store, listen: () => () => {} }),
    });
    const { token, path, streamUrl } = await begin(site);
    const listener = await listen(streamUrl);
    await ask(site, 'POST', `${path}/activities`, {
      bearer: token,
      body: { type: 'message', text: 'lost' },
    });
    assert.deepEqual(await listener.hears(3), ['welcome', 'lost', 'heard: lost']);
    await listener.close();
    await site.close();
  });

  it('ends when the memory does not answer, so that the client comes back', async () => {
    let isDown = false;
    const site = await openSite({
      wrap: (store: Store): Store => ({
        ...store,
        async activities(...given) {
          if (isDown) throw new Error('down');
          return store.activities(...given);
        },
      }),
    });
    const { streamUrl } = await begin(site);
    isDown = true;
    const listener = new WebSocket(streamUrl);
    const [code] = await once(listener, 'close');
    assert.equal(code, 1013);
    isDown = false;
    const again = await listen(streamUrl);
    assert.deepEqual(await again.hears(1), ['welcome']);
    await again.close();
    await site.close();
  });

  it('cuts off a client that does not read', async () => {
    const { listeners, store } = quietStore();
    const streams = createStreams({ store, log: silentLog });
    const socket = fakeSocket();
    streams.accept(socket as unknown as WebSocket, 'c', 0);
    await new Promise(setImmediate);
    const activity = { type: 'message', text: 'hello' };
    const tell = (sequence: number) => {
      for (const hear of listeners)
        hear({ conversationId: 'c', activities: [{ sequence, activity }] });
    };
    tell(1);
    streams.typing('c');
    assert.deepEqual(socket.sent, ['message', 'typing']);
    socket.bufferedAmount = 2_000_000;
    tell(2);
    assert.deepEqual(socket.sent, ['message', 'typing', 'cut off']);
    streams.typing('c');
    assert.equal(socket.sent.length, 3);
    streams.close();
  });
});

/** A memory in which nothing stands yet, and those who listen to it. */
function quietStore() {
  const listeners: Array<(news: ConversationNews) => void> = [];
  const store = {
    activities: async () => [],
    listen: (listener: (news: ConversationNews) => void) => {
      listeners.push(listener);
      return () => {};
    },
  } as unknown as Store;
  return { listeners, store };
}

/** A socket whose line can be stopped up. */
function fakeSocket() {
  const sent: string[] = [];
  return Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    sent,
    send(frame: string) {
      sent.push(JSON.parse(frame).activities[0].type);
    },
    terminate() {
      this.readyState = 3;
      sent.push('cut off');
    },
    close() {},
  });
}
