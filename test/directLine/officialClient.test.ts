import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  lendBrowser,
  type OfficialClient,
  openOfficialClient,
  status,
  takeBrowserBack,
} from './officialClient.ts';
import { ask, openSite, type Site, secret } from './site.ts';

/** What a client heard, and a way to wait for it. */
function follow(client: OfficialClient) {
  const heard: Array<{ type: string; text?: string; id: string }> = [];
  let wake = () => {};
  const subscription = client.activity$.subscribe((activity) => {
    heard.push(activity);
    wake();
  });
  return {
    texts: () => heard.flatMap(({ text }) => (text === undefined ? [] : [text])),
    async until(text: string) {
      while (!heard.some((activity) => activity.text === text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop: () => subscription.unsubscribe(),
  };
}

function post(client: OfficialClient, text: string, key: string = randomUUID()): Promise<string> {
  return new Promise((resolve, reject) => {
    const channelData = { clientActivityID: key };
    client
      .postActivity({ type: 'message', from: { id: 'anybody' }, text, channelData })
      .subscribe(resolve, reject);
  });
}

async function tokenFor(site: Site): Promise<string> {
  const { body } = await ask(site, 'POST', '/v3/directline/tokens/generate', { bearer: secret });
  return body.token ?? '';
}

describe('Microsoft’s Direct Line client', () => {
  before(lendBrowser);
  after(takeBrowserBack);

  for (const webSocket of [true, false]) {
    describe(webSocket ? 'on a socket' : 'polling', () => {
      let site: Site;
      let client: OfficialClient;

      beforeEach(async () => {
        site = await openSite();
        const domain = `${site.url}/v3/directline`;
        const token = await tokenFor(site);
        client = openOfficialClient({ domain, token, webSocket, pollingInterval: 200 });
      });
      afterEach(async () => {
        client.end();
        await site.close();
      });

      it('begins a conversation, is greeted, asks and is answered', async () => {
        const listener = follow(client);
        const id = await post(client, '你好');
        assert.match(id, /\|/);
        await listener.until('heard: 你好');
        assert.deepEqual(listener.texts(), ['welcome', '你好', 'heard: 你好']);
        assert.equal(client.connectionStatus$.getValue(), status.online);
        listener.stop();
      });

      it('may send a message again without being answered again', async () => {
        const listener = follow(client);
        const first = await post(client, 'once', 'same key');
        const second = await post(client, 'once', 'same key');
        assert.equal(first, second);
        await post(client, 'then');
        await listener.until('heard: then');
        const said = ['welcome', 'once', 'heard: once', 'then', 'heard: then'];
        assert.deepEqual(listener.texts(), said);
        listener.stop();
      });
    });
  }

  describe('through a restart of the server', () => {
    it('comes back by itself; nothing is lost and nothing said twice', async () => {
      const site = await openSite();
      const domain = `${site.url}/v3/directline`;
      const { body } = await ask(site, 'POST', '/v3/directline/conversations', { bearer: secret });
      const { token, conversationId = '' } = body;
      const client = openOfficialClient({ domain, token, conversationId, webSocket: true });
      const listener = follow(client);
      await post(client, 'before');
      await listener.until('heard: before');
      await site.restart(async () => {
        // What another process answers meanwhile.
        const activity = { type: 'message', text: 'meanwhile' };
        const sender = { conversationId, channelId: 'directline', userId: 'dl_user' };
        await site.reception.receive({ ...sender, key: 'meanwhile', activity });
        await site.idle();
      });
      await listener.until('heard: meanwhile');
      await post(client, 'after');
      await listener.until('heard: after');
      const said = ['before', 'meanwhile', 'after'].flatMap((text) => [text, `heard: ${text}`]);
      assert.deepEqual(listener.texts(), ['welcome', ...said]);
      listener.stop();
      client.end();
      await site.close();
    });

    it('hears that its token has expired', async () => {
      const site = await openSite();
      const token = await tokenFor(site);
      const client = openOfficialClient({
        domain: `${site.url}/v3/directline`,
        token,
        webSocket: true,
      });
      const listener = follow(client);
      await listener.until('welcome');
      site.later(1801);
      assert.equal(await post(client, 'too late'), 'retry');
      assert.equal(client.connectionStatus$.getValue(), status.expiredToken);
      listener.stop();
      client.end();
      await site.close();
    });
  });
});
