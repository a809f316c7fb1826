import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Ports } from '../../openPorts.ts';
import type { Store } from '../../ports/store.ts';
import { type Attempt, cases, type Person } from './everyRoute.ts';
import {
  ask,
  enter,
  linkFor,
  openPanel,
  type Site,
  startAttacked,
  until,
  userTokenFor,
} from './site.ts';

const annas = '13800138001';
const bens = '13800138003';

describe('two customers who are signed in at once', function () {
  this.timeout(120_000);
  let site: Site;
  let anna: Person;
  let ben: Person;
  before(async () => {
    site = await startAttacked({}, { wrapPorts: withoutSendLimits });
    anna = await person(site, annas);
    ben = await person(site, bens);
  });
  after(() => site.close());

  it('are asked about at every way in: one that is new needs its place here', () => {
    const routes = site.routes.filter((route) => !route.includes(' /demo/'));
    assert.deepEqual(Object.keys(cases).sort(), [...routes].sort());
  });

  it('find every way in described in docs/SECURITY.md', () => {
    const page = readFileSync(new URL('../../docs/SECURITY.md', import.meta.url), 'utf8');
    for (const route of site.routes) assert.ok(page.includes(`\`${route}\``), route);
  });

  for (const [route, { attempt, refused }] of Object.entries(cases)) {
    it(`neither sees nor moves what is the other’s: ${route}`, async () => {
      const before = await transcript(site, anna);
      const answer = await send(site, route, attempt(ben, anna));
      assert.equal(answer.status, refused);
      const shown = JSON.stringify([...answer.headers]) + (await answer.text());
      for (const [what, secret] of Object.entries(secretsOf(anna)))
        assert.ok(!shown.includes(secret), `shows the other’s ${what}`);
      assert.equal(await transcript(site, anna), before);
    });
  }

  it('neither opens the other’s socket', async () => {
    const begun = await ask(site, 'GET', anna.guest.path, { headers: bearer(anna) });
    const { streamUrl } = (await begun.json()) as { streamUrl: string };
    const { pathname, search } = new URL(streamUrl);
    const others = await ask(site, 'GET', ben.guest.path, { headers: bearer(ben) });
    const stolen = new URL(((await others.json()) as { streamUrl: string }).streamUrl).search;
    assert.match(await upgrade(site, pathname + stolen), / 403 /);
    assert.match(await upgrade(site, `${pathname}?t=${ben.guest.token}`), / 403 /);
    assert.match(await upgrade(site, pathname + search), / 101 /);
  });

  it('neither pages through the other’s records', async () => {
    const path = `/records/data?after=${encodeURIComponent(anna.recordId)}`;
    const answer = await ask(site, 'GET', path, { headers: { cookie: ben.panel } });
    const { rows } = (await answer.json()) as { rows: Array<{ id: string }> };
    for (const { id } of rows) assert.match(id, /-wang-/);
  });

  // Last: it uses up what the owner has. A refusal says something only where the owner is not refused.
  for (const [route, { attempt, allowed }] of Object.entries(cases)) {
    it(`have what is their own: ${route}`, async () => {
      const answer = await send(site, route, attempt(anna, anna));
      assert.equal(answer.status, allowed);
      await answer.text();
    });
  }
});

describe('the ways in that only the demonstration has', () => {
  it('are none with a real operator', async () => {
    const site = await startAttacked({}, { isReal: true });
    try {
      assert.deepEqual(
        site.routes.filter((route) => route.includes('/demo')),
        [],
      );
      assert.equal((await ask(site, 'GET', `/demo/phone/${annas}/messages`)).status, 404);
    } finally {
      await site.close();
    }
  });
});

/** Six codes in a minute are more than a customer gets; how many is what other tests ask. */
function withoutSendLimits({ store, ...ports }: Ports): Ports {
  const count: Store['count'] = async (key, ...rest) => {
    const counted = await store.count(key, ...rest);
    return key.startsWith('stepUp:') ? { ...counted, count: 1 } : counted;
  };
  return { ...ports, store: { ...store, count } };
}

const bearer = ({ guest }: Person) => ({ authorization: `Bearer ${guest.token}` });

function send(site: Site, route: string, { path, ...more }: Attempt): Promise<Response> {
  const [method = ''] = route.split(' ');
  return ask(site, method, path, { ...more, ...(method === 'POST' && { body: more.body ?? '' }) });
}

/** Everything of a customer's that the other's answers must not hold. */
function secretsOf({ number, guest, panel, recordId, links }: Person): Record<string, string> {
  const { conversationId, userId, token, resume, cookie } = guest;
  const values = { number, userId, token, resume, recordId, ...links };
  const [browser, session] = [cookie, panel].map((pair) => pair.split('=')[1] ?? '');
  return { ...values, conversationId, browser: browser ?? '', session: session ?? '' };
}

async function transcript(site: Site, whose: Person): Promise<string> {
  const answer = await ask(site, 'GET', `${whose.guest.path}/activities`, {
    headers: bearer(whose),
  });
  return answer.text();
}

/** Asks for a socket; the first line of the answer. */
function upgrade(site: Site, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(site.port, '127.0.0.1', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      ),
    );
    socket.once('error', reject);
    socket.once('data', (chunk) => {
      socket.destroy();
      resolve(String(chunk).split('\r\n')[0] ?? '');
    });
  });
}

const words = '上个月的通话详单';

/** Signs in, orders something, opens a panel of records, and leaves three links unopened. */
async function person(site: Site, number: string): Promise<Person> {
  const guest = await enter(site, number);
  await guest.says('订购语音包 300 分钟');
  await guest.says('确认办理');
  await guest.says(await guest.code(number));
  await until('the agreement', async () => {
    const headers = { authorization: `Bearer ${guest.token}` };
    const said = await ask(site, 'GET', `${guest.path}/activities`, { headers });
    return (await said.text()).includes('电子协议') || undefined;
  });
  const first = await linkFor(site, guest, number, words);
  const panel = String(await openPanel(site, first, guest.cookie));
  const data = await ask(site, 'GET', '/records/data', { headers: { cookie: panel } });
  const { rows } = (await data.json()) as { rows: Array<{ id: string }> };
  return {
    number,
    userToken: await userTokenFor(site, number),
    origin: site.url,
    guest,
    panel,
    recordId: rows[0]?.id ?? '',
    links: {
      records: await linkFor(site, guest, number, words),
      agreements: await linkFor(site, guest, number, '我的电子协议'),
      myData: await linkFor(site, guest, number, '导出我的数据'),
      puk: await linkFor(site, guest, number, '查PUK码'),
      transcript: transcriptIn(await guest.says('对话记录')),
    },
  };
}

const transcriptIn = (shown: string) => /\/transcripts\/([0-9a-f]{64})/.exec(shown)?.[1] ?? '';
