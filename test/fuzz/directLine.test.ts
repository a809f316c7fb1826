import assert from 'node:assert/strict';
import fc from 'fast-check';
import { begin, openSite, type Site, secret, widgetOrigin } from '../directLine/site.ts';
import { seeds } from '../properties/runs.ts';
import { almost, anyJson, bodyOf, mark } from './bodies.ts';

const activity = almost({
  type: fc.constantFrom('message', 'event', 'typing'),
  id: fc.string({ maxLength: 10 }),
  text: fc.string({ maxLength: 30 }),
  locale: fc.constantFrom('zh-CN', 'en'),
  value: fc.record({ token: fc.constantFrom('a-b', mark), text: fc.string() }),
  channelData: almost({ clientActivityID: fc.string(), postBack: fc.boolean() }),
  from: anyJson,
  conversation: anyJson,
});
const tokenWish = almost({
  user: almost({ id: fc.constantFrom('dl_12345678', 'dl_', mark) }),
  trustedOrigins: fc.array(fc.constantFrom(widgetOrigin, `https://${mark}.example`)),
  locale: fc.constantFrom('zh-CN', 'en-US'),
});
const widgetWish = almost({
  resume: fc.constantFrom('a.b.c', mark),
  locale: fc.constantFrom('zh-CN', 'en-US'),
  userToken: fc.constantFrom('eyJhbGciOiJub25lIn0.eyJwaG9uZV9udW1iZXIiOiIxIn0.', 'a.b.c', mark),
});

/** Half a character cannot be written into an address. */
const wellFormed = (text: string) => Buffer.from(text).toString();

/** Longest answer to anything that is refused or recorded: nothing of what was sent is in it. */
const longestAnswer = 2000;

describe('Direct Line, sent anything', function () {
  this.timeout(120_000);
  let site: Site;
  let talk: Awaited<ReturnType<typeof begin>>;
  before(async () => {
    site = await openSite({
      postsPerMinute: 1_000_000,
      tokensPerMinute: 1_000_000,
      userTokenKey: { key: 'a key for user tokens only the tests know', issuer: 'operator' },
    });
    talk = await begin(site);
  });
  after(() => site.close());

  async function post(path: string, body: string, headers: Record<string, string>): Promise<void> {
    const answer = await fetch(site.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await answer.text();
    assert.ok(answer.status < 500, `${answer.status} ${text}`);
    assert.ok(text.length <= longestAnswer, 'the answer grows with what was sent');
    assert.ok(!(text + JSON.stringify([...answer.headers])).includes(mark), text);
    assert.doesNotThrow(() => JSON.parse(text), text);
  }

  for (const [what, path, wish, headers] of [
    [
      'activities',
      () => `${talk.path}/activities`,
      activity,
      () => ({ authorization: `Bearer ${talk.token}` }),
    ],
    [
      'wishes for a token',
      () => '/v3/directline/tokens/generate',
      tokenWish,
      () => ({ authorization: `Bearer ${secret}` }),
    ],
    [
      'wishes for a conversation',
      () => '/v3/directline/conversations',
      tokenWish,
      () => ({ authorization: `Bearer ${secret}` }),
    ],
    [
      'knocks at the widget’s door',
      () => '/widget/token',
      widgetWish,
      () => ({ origin: widgetOrigin }),
    ],
  ] as const) {
    it(`answers ${what} with what is the client’s fault or nobody’s, and quotes nothing`, () =>
      fc.assert(
        fc.asyncProperty(bodyOf(wish), (body) => post(path(), body, headers())),
        { seed: seeds[0] ?? 1, numRuns: 200 },
      ));
  }

  it('answers whatever it is asked to read from, and where', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.nat().map(String), fc.constant(mark)),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constant(talk?.conversationId ?? '')),
        async (watermark, id) => {
          for (const at of [talk.conversationId, encodeURIComponent(wellFormed(id))]) {
            const answer = await fetch(
              `${site.url}/v3/directline/conversations/${at}/activities?watermark=${encodeURIComponent(wellFormed(watermark))}`,
              { headers: { authorization: `Bearer ${secret}` } },
            );
            assert.ok(answer.status < 500, String(answer.status));
            await answer.text();
          }
        },
      ),
      { seed: seeds[0] ?? 1, numRuns: 200 },
    ));

  it('goes on as if nothing had been: what is said next is answered', async () => {
    await site.idle();
    const answer = await fetch(`${site.url}${talk.path}/activities`, {
      method: 'POST',
      headers: { authorization: `Bearer ${talk.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', text: 'still there?' }),
    });
    assert.equal(answer.status, 200);
    await site.idle();
    const { id } = (await answer.json()) as { id: string };
    const after = Number(id.split('|')[1]) - 1;
    const kept = await site.store.activities(talk.conversationId, after, 10);
    assert.deepEqual(
      kept.map(({ activity: { text } }) => text),
      ['still there?', 'heard: still there?'],
    );
  });
});
