import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Unavailable } from '../../ports/unavailable.ts';
import { ask, begin, openSite, type Site, secret, textsOf, widgetOrigin } from './site.ts';

const generate = '/v3/directline/tokens/generate';
const refresh = '/v3/directline/tokens/refresh';
const conversations = '/v3/directline/conversations';

describe('Direct Line over HTTP', () => {
  let site: Site;

  before(async () => {
    site = await openSite();
  });
  after(() => site.close());

  const says = (path: string, bearer: string, activity: Record<string, unknown>) =>
    ask(site, 'POST', `${path}/activities`, { bearer, body: { type: 'message', ...activity } });
  const reads = (path: string, bearer: string, watermark = '') =>
    ask(site, 'GET', `${path}/activities?watermark=${watermark}`, { bearer });

  describe('tokens', () => {
    it('are made with the secret, for half an hour and a user of ours', async () => {
      const { status, body } = await ask(site, 'POST', generate, { bearer: secret });
      assert.equal(status, 200);
      assert.equal(body.expires_in, 1800);
      const pass = await site.tokens.check('speak', body.token ?? '');
      assert.ok(typeof pass !== 'string');
      assert.match(pass.userId, /^dl_/);
      assert.equal(pass.conversationId, body.conversationId);
    });

    it('are made for a given user only when the id is a safe one', async () => {
      const body = { user: { id: 'dl_0123456789' } };
      const { status } = await ask(site, 'POST', generate, { bearer: secret, body });
      assert.equal(status, 200);
      for (const id of ['admin', 'dl_1', 'dl_<script>', 7]) {
        const refused = await ask(site, 'POST', generate, {
          bearer: secret,
          body: { user: { id } },
        });
        assert.equal(refused.status, 400);
        assert.equal(refused.body.error?.code, 'BadArgument');
      }
    });

    it('are not made without the secret', async () => {
      const { token } = await begin(site);
      assert.equal((await ask(site, 'POST', generate)).status, 401);
      assert.equal((await ask(site, 'POST', generate, { bearer: token })).status, 403);
      const wrong = await ask(site, 'POST', generate, { bearer: `${secret}x` });
      assert.equal(wrong.status, 403);
      assert.equal(wrong.body.error?.code, 'BadArgument');
    });

    it('are refreshed for the same conversation and user', async () => {
      const { token, conversationId, user, path } = await begin(site);
      const { status, body } = await ask(site, 'POST', refresh, { bearer: token });
      assert.equal(status, 200);
      assert.equal(body.conversationId, conversationId);
      const pass = await site.tokens.check('speak', body.token ?? '');
      assert.ok(typeof pass !== 'string');
      assert.equal(pass.userId, user);
      assert.equal((await reads(path, body.token ?? '')).status, 200);
    });

    it('are not refreshed when they have expired, and the secret never is', async () => {
      const other = await openSite();
      const { token, path } = await begin(other);
      other.later(1800);
      const late = await ask(other, 'POST', refresh, { bearer: token });
      assert.equal(late.status, 403);
      assert.equal(late.body.error?.code, 'TokenExpired');
      const read = await ask(other, 'GET', `${path}/activities`, { bearer: token });
      assert.equal(read.body.error?.code, 'TokenExpired');
      assert.equal((await ask(other, 'POST', refresh, { bearer: secret })).status, 403);
      await other.close();
    });
  });

  describe('a conversation', () => {
    it('begins once: 201 the first time, 200 after', async () => {
      const { body } = await ask(site, 'POST', generate, { bearer: secret });
      const bearer = body.token ?? '';
      const first = await ask(site, 'POST', conversations, { bearer });
      const second = await ask(site, 'POST', conversations, { bearer });
      assert.deepEqual([first.status, second.status], [201, 200]);
      assert.equal(first.body.conversationId, body.conversationId);
      assert.match(first.body.streamUrl ?? '', /^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\//);
      await site.idle();
      const path = `${conversations}/${body.conversationId}`;
      assert.deepEqual(textsOf(await reads(path, bearer)), ['welcome']);
    });

    it('begun with the secret gets a token of its own', async () => {
      const { status, body } = await ask(site, 'POST', conversations, { bearer: secret });
      assert.equal(status, 201);
      await site.idle();
      const read = await reads(`${conversations}/${body.conversationId}`, body.token ?? '');
      assert.deepEqual(textsOf(read), ['welcome']);
    });

    it('is not there before it begins', async () => {
      const { body } = await ask(site, 'POST', generate, { bearer: secret });
      const path = `${conversations}/${body.conversationId}`;
      const bearer = body.token ?? '';
      assert.equal((await reads(path, bearer)).status, 404);
      assert.equal((await ask(site, 'GET', path, { bearer })).status, 404);
      assert.equal((await says(path, bearer, { text: 'hello' })).status, 404);
    });

    it('of another channel is not there at all, not even for the secret', async () => {
      const id = randomUUID();
      await site.reception.open({ conversationId: id, channelId: 'msteams', userId: 'somebody' });
      assert.equal((await reads(`${conversations}/${id}`, secret)).status, 404);
    });

    it('opens to its own token alone', async () => {
      const [mine, yours] = [await begin(site), await begin(site)];
      assert.equal((await reads(yours.path, mine.token)).status, 403);
      assert.equal((await says(yours.path, mine.token, { text: 'hello' })).status, 403);
      assert.equal((await ask(site, 'GET', yours.path, { bearer: mine.token })).status, 403);
      assert.equal((await reads(yours.path, '')).status, 401);
      assert.equal((await reads(yours.path, 'not.a.token')).status, 403);
    });

    it('is found again with a new token and a stream from the watermark', async () => {
      const { token, path, conversationId } = await begin(site);
      const { status, body } = await ask(site, 'GET', `${path}?watermark=2`, { bearer: token });
      assert.equal(status, 200);
      assert.equal(body.conversationId, conversationId);
      assert.match(body.streamUrl ?? '', /watermark=2&t=/);
      assert.equal((await reads(path, body.token ?? '')).status, 200);
    });
  });

  describe('a message', () => {
    it('is answered, and comes back to the sender marked as its own', async () => {
      const { token, path, user } = await begin(site);
      const channelData = { clientActivityID: 'abc', somethingElse: 'dropped' };
      const from = { id: 'somebody else', name: 'Mallory' };
      const { status, body } = await says(path, token, { text: '你好', from, channelData });
      assert.equal(status, 200);
      await site.idle();
      const read = await reads(path, token);
      assert.deepEqual(textsOf(read), ['welcome', '你好', 'heard: 你好']);
      const [, own, reply] = read.body.activities ?? [];
      assert.equal(own?.id, body.id);
      assert.deepEqual(own?.channelData, { clientActivityID: 'abc' });
      assert.deepEqual(own?.from, { id: user, name: '', role: 'user' });
      assert.equal(reply?.replyToId, body.id);
    });

    it('sent twice under one client id is answered once', async () => {
      const { token, path } = await begin(site);
      const twice = { text: 'once', channelData: { clientActivityID: 'same' } };
      const [first, second] = await Promise.all([
        says(path, token, twice),
        says(path, token, twice),
      ]);
      const third = await says(path, token, twice);
      await site.idle();
      assert.equal(first.body.id, second.body.id);
      assert.equal(first.body.id, third.body.id);
      assert.deepEqual(textsOf(await reads(path, token)), ['welcome', 'once', 'heard: once']);
    });

    it('may be told apart by its own id, and without any it is always a new one', async () => {
      const { token, path } = await begin(site);
      await says(path, token, { id: 'one', text: 'a' });
      await says(path, token, { id: 'one', text: 'a' });
      await says(path, token, { text: 'b' });
      await says(path, token, { text: 'b' });
      await site.idle();
      const heard = textsOf(await reads(path, token)).filter((text) => text?.startsWith('heard'));
      assert.deepEqual(heard, ['heard: a', 'heard: b', 'heard: b']);
    });

    it('cannot be mistaken for the opening of the conversation', async () => {
      const { token, path } = await begin(site);
      await says(path, token, { text: 'hello', channelData: { clientActivityID: 'open' } });
      await site.idle();
      assert.deepEqual(textsOf(await reads(path, token)).at(-1), 'heard: hello');
    });

    it('may be sent by a server with the secret, for the user of the conversation', async () => {
      const { path, user } = await begin(site);
      await says(path, secret, { text: 'hello' });
      const own = (await reads(path, secret)).body.activities?.find(({ text }) => text === 'hello');
      assert.deepEqual(own?.from, { id: user, name: '', role: 'user' });
    });

    it('has at most 2000 characters, and says so', async () => {
      const { token, path } = await begin(site);
      assert.equal((await says(path, token, { text: '长'.repeat(2000) })).status, 200);
      const { status, body } = await says(path, token, { text: '长'.repeat(2001) });
      assert.equal(status, 400);
      assert.equal(body.error?.code, 'MessageSizeTooBig');
      assert.match(body.error?.message ?? '', /2000/);
    });

    it('keeps what a button carries, masked as text is', async () => {
      const { token, path } = await begin(site);
      const value = {
        ...{ confirm: 'order', number: '13800138001', digits: 13800138001, count: 3 },
        '13800138001': 'a name',
      };
      await says(path, token, { value, channelData: { postBack: true } });
      const own = (await reads(path, token)).body.activities?.at(1);
      const masked = {
        ...{ confirm: 'order', number: '138****8001', digits: '138****8001', count: 3 },
        '138****8001': 'a name',
      };
      assert.deepEqual(own?.value, masked);
      assert.deepEqual(own?.channelData, { postBack: true });
      const large = await says(path, token, { value: 'x'.repeat(3000) });
      assert.equal(large.status, 400);
    });

    it('says the words of a button that came without them', async () => {
      const { token, path } = await begin(site);
      const value = { token: 'token-of-a-card', text: '确认办理' };
      await says(path, token, { value, channelData: { postBack: true } });
      await says(path, token, { value, text: 'CONFIRM' });
      const own = (await reads(path, token)).body.activities?.filter(({ value: kept }) => kept);
      assert.deepEqual(
        own?.map(({ text }) => text),
        ['确认办理', 'CONFIRM'],
      );
      assert.deepEqual(own?.[0]?.value, value);
    });

    it('is only a message, an event or a sign of typing', async () => {
      const { token, path } = await begin(site);
      for (const type of ['conversationUpdate', 'invoke', 'endOfConversation', '', undefined, 7]) {
        const { status, body } = await says(path, token, { type });
        assert.equal(status, 400);
        assert.equal(body.error?.code, 'BadArgument');
      }
      for (const body of [[], 'text', null]) {
        const sent = await ask(site, 'POST', `${path}/activities`, { bearer: token, body });
        assert.equal(sent.status, 400);
      }
      for (const type of ['typing', 'event']) {
        const { status, body } = await says(path, token, { type, name: 'x' });
        assert.equal(status, 200);
        assert.ok(body.id);
      }
      await site.idle();
      assert.deepEqual(textsOf(await reads(path, token)), ['welcome']);
    });

    it('that is no JSON, or far too large, is refused without a word of it', async () => {
      const { token, path } = await begin(site);
      const broken = await ask(site, 'POST', `${path}/activities`, {
        bearer: token,
        raw: '{"text":"13800138001',
      });
      assert.equal(broken.status, 400);
      assert.ok(!JSON.stringify(broken.body).includes('138'));
      const large = await ask(site, 'POST', `${path}/activities`, {
        bearer: token,
        body: { type: 'message', text: 'x'.repeat(300_000) },
      });
      assert.equal(large.status, 413);
    });

    it('with a file is refused clearly: the bot reads none', async () => {
      const { token, path } = await begin(site);
      const form = new FormData();
      form.append('file', new Blob(['a bill']), 'bill.txt');
      const response = await fetch(`${site.url}${path}/upload`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: form,
      });
      assert.equal(response.status, 415);
      const { error } = (await response.json()) as { error: { code: string } };
      assert.equal(error.code, 'UnsupportedMediaType');
    });
  });

  describe('reading', () => {
    it('goes on after the watermark, until there is nothing more', async () => {
      const { token, path } = await begin(site);
      const { body } = await reads(path, token);
      await says(path, token, { text: 'hello' });
      await site.idle();
      const next = await reads(path, token, body.watermark);
      assert.deepEqual(textsOf(next), ['hello', 'heard: hello']);
      const last = await reads(path, token, next.body.watermark);
      assert.deepEqual(last.body, { activities: [], watermark: next.body.watermark });
    });

    it('gives long conversations in pages', async () => {
      const { token, path } = await begin(site);
      for (let count = 0; count < 60; count += 1) await says(path, token, { text: `${count}` });
      await site.idle();
      const first = await reads(path, token);
      const second = await reads(path, token, first.body.watermark);
      const all = [...textsOf(first), ...textsOf(second)];
      assert.ok((first.body.activities?.length ?? 0) <= 100);
      assert.equal(all.length, 121);
      assert.equal(new Set(all.filter((text) => text?.startsWith('heard'))).size, 60);
    });

    it('takes no watermark that is none', async () => {
      const { token, path } = await begin(site);
      for (const watermark of ['abc', '-1', '1.5', '99999999999', '1;drop']) {
        assert.equal((await reads(path, token, watermark)).status, 400);
        const found = await ask(site, 'GET', `${path}?watermark=${watermark}`, { bearer: token });
        assert.equal(found.status, 400);
      }
    });
  });

  describe('pages of other origins', () => {
    const preflight = (origin: string) =>
      ask(site, 'OPTIONS', conversations, {
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization, content-type',
        },
      });

    it('may call when they are configured, and not when they are not', async () => {
      const trusted = await preflight(widgetOrigin);
      assert.equal(trusted.status, 204);
      assert.equal(trusted.headers.get('access-control-allow-origin'), widgetOrigin);
      assert.match(trusted.headers.get('access-control-allow-headers') ?? '', /authorization/);
      const foreign = await preflight('https://evil.example');
      assert.equal(foreign.status, 403);
      assert.equal(foreign.headers.get('access-control-allow-origin'), null);
    });

    it('are judged again with every request that names them', async () => {
      const { token, path } = await begin(site);
      const from = (origin: string) =>
        ask(site, 'GET', `${path}/activities`, { bearer: token, headers: { Origin: origin } });
      const trusted = await from(widgetOrigin);
      assert.equal(trusted.status, 200);
      assert.equal(trusted.headers.get('access-control-allow-origin'), widgetOrigin);
      for (const origin of [
        'https://evil.example',
        'null',
        'https://www.example.com.evil.example',
      ]) {
        const refused = await from(origin);
        assert.equal(refused.status, 403);
        assert.equal(refused.body.error?.code, 'OriginNotAllowed');
        assert.equal(refused.headers.get('access-control-allow-origin'), null);
      }
      assert.equal((await from(site.url)).status, 200);
    });

    it('may be narrowed in a token, never widened', async () => {
      const made = await ask(site, 'POST', generate, {
        bearer: secret,
        body: { trustedOrigins: [widgetOrigin] },
      });
      const bearer = made.body.token ?? '';
      const post = (origin: string) =>
        ask(site, 'POST', conversations, { bearer, headers: { Origin: origin } });
      assert.equal((await post(site.url)).status, 403);
      assert.equal((await post(widgetOrigin)).status, 201);
      for (const trustedOrigins of [['https://evil.example'], 'x', [7], ['no url']]) {
        const body = { trustedOrigins };
        assert.equal((await ask(site, 'POST', generate, { bearer: secret, body })).status, 400);
      }
    });

    it('cannot use the secret, should it ever get there', async () => {
      const { status } = await ask(site, 'POST', generate, {
        bearer: secret,
        headers: { Origin: 'https://evil.example' },
      });
      assert.equal(status, 403);
    });
  });
});

describe('Direct Line under pressure', () => {
  it('asks a client that sends too much to wait', async () => {
    const site = await openSite({ postsPerMinute: 3, tokensPerMinute: 2 });
    const { token, path } = await begin(site);
    const post = () =>
      ask(site, 'POST', `${path}/activities`, {
        bearer: token,
        body: { type: 'message', text: 'hello' },
      });
    const statuses = [await post(), await post(), await post()].map(({ status }) => status);
    assert.deepEqual(statuses, [200, 200, 200]);
    const refused = await post();
    assert.equal(refused.status, 429);
    assert.equal(refused.body.error?.code, 'TooManyRequests');
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    await site.close();
  });

  it('begins only so many conversations for one address, whoever it says it is', async () => {
    const site = await openSite({ tokensPerMinute: 1 });
    const { token } = await begin(site);
    const refused = await ask(site, 'POST', conversations, {
      bearer: token,
      headers: { 'X-Forwarded-For': '203.0.113.7' },
    });
    assert.equal(refused.status, 429);
    await site.close();
  });

  it('tells addresses apart behind a proxy that is trusted', async () => {
    const site = await openSite({ tokensPerMinute: 1, trustProxy: true });
    const { token } = await begin(site);
    const from = (address: string) =>
      ask(site, 'POST', conversations, {
        bearer: token,
        headers: { 'X-Forwarded-For': `198.51.100.1, ${address}` },
      });
    assert.equal((await from('203.0.113.7')).status, 200);
    assert.equal((await from('203.0.113.8')).status, 200);
    assert.equal((await from('203.0.113.8')).status, 429);
    assert.equal((await from('2001:db8::1')).status, 200);
    assert.equal((await from('2001:db8::ffff')).status, 429);
    await site.close();
  });

  it('makes guessing tokens slow', async () => {
    const site = await openSite();
    const guess = () => ask(site, 'POST', conversations, { bearer: randomUUID() });
    const statuses = new Set<number>();
    for (let count = 0; count < 61; count += 1) statuses.add((await guess()).status);
    assert.deepEqual([...statuses], [403, 429]);
    await site.close();
  });

  it('says 502 only when a message could not be recorded, and 503 when nothing can be read', async () => {
    let isDown = false;
    const logged: string[] = [];
    const write = (event: string, facts?: unknown) => logged.push(JSON.stringify({ event, facts }));
    const site = await openSite({
      log: { info: write, warn: write, error: write },
      wrap: (store) => ({
        ...store,
        async receive(inbound) {
          if (isDown) throw new Unavailable('store', 'test');
          return store.receive(inbound);
        },
        async activities(...given) {
          if (isDown) throw new Unavailable('store', 'test');
          return store.activities(...given);
        },
      }),
    });
    const { token, path } = await begin(site);
    isDown = true;
    const body = { type: 'message', text: '13800138001' };
    const post = await ask(site, 'POST', `${path}/activities`, { bearer: token, body });
    assert.equal(post.status, 502);
    assert.equal(post.body.error?.code, 'BotRejectedActivity');
    const read = await ask(site, 'GET', `${path}/activities`, { bearer: token });
    assert.equal(read.status, 503);
    assert.ok(read.headers.get('retry-after'));
    assert.ok(logged.some((line) => line.includes('store')));
    assert.ok(!logged.some((line) => line.includes('13800138001') || line.includes(token)));
    isDown = false;
    assert.equal(
      (await ask(site, 'POST', `${path}/activities`, { bearer: token, body })).status,
      200,
    );
    await site.close();
  });
});
