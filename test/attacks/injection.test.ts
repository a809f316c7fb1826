import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { ask, enter, type Guest, type Site, startAttacked } from './site.ts';

const number = '13800138001';
const mark = 'mark4711';
const markup = [
  `<img src=x onerror=alert('${mark}')>`,
  `[${mark}](https://evil.example)`,
  `![${mark}](javascript:alert(1))`,
  `\r\n@evil.example #123456 ${mark}`,
];
const noise = `${mark}\r\nSet-Cookie: a=b\r\n{"event":"${mark}"}\u001b[31m`;

describe('what is smuggled in', function () {
  this.timeout(120_000);
  let site: Site;
  let guest: Guest;
  before(async () => {
    site = await startAttacked();
    guest = await enter(site, number);
  });
  after(() => site.close());

  for (const words of markup) {
    it(`by a customer is never drawn: ${JSON.stringify(words)}`, async () => {
      const shown = await guest.says(words);
      assert.ok(!shown.includes(mark), 'the bot repeats it');
      const own = (await transcript(site, guest)).filter((each) =>
        JSON.stringify(each).includes(mark),
      );
      assert.ok(own.length > 0, 'it was not even kept');
      for (const { textFormat } of own) assert.equal(textFormat, 'plain');
    });
  }

  it('by the operator’s own product names is shown as the letters it is', async () => {
    await rename(site, 'productCatalogManagement/v4/productOffering', markup.join(' '));
    await rename(site, 'productInventory/v4/product', markup.join(' '));
    const said = [];
    for (const words of [
      '我的套餐',
      '我订了哪些业务',
      '99元套餐多少钱',
      '换成99元套餐',
      '比较99元套餐和69元套餐',
    ])
      said.push(await guest.says(words));
    const shown = said.flatMap((replies) => JSON.parse(replies) as Json[]);
    assert.ok(JSON.stringify(shown).includes(mark), 'the names were never shown');
    for (const { text, textFormat, attachments = [] } of shown) {
      if (text) assert.equal(textFormat, 'plain');
      for (const element of elementsOf(attachments)) {
        if (element.type === 'TextBlock') assertEscaped(String(element.text));
        if (element.url) assert.match(String(element.url), /^http:\/\/127\.0\.0\.1/);
      }
    }
  });

  it('into an address or a header comes back in no header, and in no page', async () => {
    for (const path of [
      '/records/',
      '/agreements/',
      '/my-data/',
      '/v3/directline/conversations/',
      '/assets/1/',
      '/',
    ]) {
      const injected = encodeURIComponent(`${noise}<script>${mark}</script>`);
      for (const method of ['GET', 'POST'])
        assert.ok(!(await raw(site, method, path + injected)).includes(mark), `${method} ${path}`);
    }
    for (const header of [
      'Origin',
      'X-Request-Id',
      'X-Forwarded-For',
      'X-Forwarded-Host',
      'Cookie',
      'Accept-Language',
      'Authorization',
      'Content-Type',
    ])
      for (const path of ['/', '/widget', '/records', '/v3/directline/conversations'])
        assert.ok(
          !(await raw(site, 'POST', path, `${header}: Bearer ${mark}\t;b`)).includes(mark),
          header,
        );
  });

  it('into the Host header adds no rule to a page’s policy', async () => {
    for (const host of [`a.example;script-src\t*`, 'a.example\t*', 'a.example,b', '*'])
      assert.doesNotMatch(
        await raw(site, 'GET', '/widget', '', host),
        /connect-src[^;]*\*|script-src[^;]*\*|a\.example/,
      );
  });

  it('into anything is in no log and in no metric', async () => {
    await guest.says(noise);
    for (const [method, path, body] of [
      ['GET', `/${encodeURIComponent(noise)}`, undefined],
      ['GET', `/records/data?after=${encodeURIComponent(noise)}`, undefined],
      ['POST', '/widget/token', noise],
      ['POST', '/api/messages', { type: noise }],
      ['POST', '/sms/replies', { id: noise, from: noise, text: noise }],
      ['POST', `${guest.path}/activities`, { type: 'message', text: noise, id: noise }],
    ] as const)
      await ask(site, method, path, {
        headers: { 'user-agent': mark, authorization: `Bearer ${guest.token}` },
        ...(body !== undefined && { body }),
      });
    const metrics = await (await ask(site, 'GET', '/metrics')).text();
    for (const line of [...site.logged, metrics]) assert.ok(!line.includes(mark), line);
  });

  it('into a path leads nowhere else', async () => {
    for (const path of [
      '/assets/1/../../package.json',
      '/assets/1/%2e%2e/%2e%2e/package.json',
      '/assets/1/..%2f..%2fpackage.json',
      '/assets/1/..%5c..%5cpackage.json',
      '/assets//etc/passwd',
      '/records/..%2fmetrics',
      '/v3/directline/conversations/..%2f..%2f..%2fmetrics',
      '/demo/phone/..%2f..%2fsandbox%2fcustomers%3f/messages',
      '//evil.example/records',
      '/%00',
    ])
      assert.doesNotMatch(
        await raw(site, 'GET', path),
        /"dependencies"|root:|process_cpu|line-|^HTTP\/1\.1 (3|500)/,
        path,
      );
  });
});

type Json = Record<string, unknown> & { attachments?: unknown[] };

async function transcript(site: Site, { path, token }: Guest): Promise<Json[]> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await ask(site, 'GET', `${path}/activities`, { headers });
  return ((await answer.json()) as { activities: Json[] }).activities;
}

/** Gives everything in a collection of the operator's this name, behind its own. */
async function rename({ sandbox }: Site, collection: string, name: string): Promise<void> {
  const url = `${sandbox.url}/tmf-api/${collection}`;
  const all = (await (await fetch(`${url}?limit=500`)).json()) as Json[];
  for (const { id, name: own } of all) {
    const renamed = await fetch(`${url}/${String(id)}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `${String(own)} ${name}` }),
    });
    assert.ok(renamed.ok, `${renamed.status}`);
  }
}

/** Everything with a type or an address in a card, however deep. */
function elementsOf(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...(Array.isArray(value) ? [] : [value as Json]),
    ...Object.values(value).flatMap(elementsOf),
  ];
}

/** Cards read Markdown: what could open a tag, a link or an image has a backslash before it. */
function assertEscaped(text: string): void {
  assert.doesNotMatch(text.replace(/\\[\s\S]/g, ''), /[<>[\]*_`]/, text);
}

/** A request whose bytes are written by hand; the whole answer as text. */
function raw(
  site: Site,
  method: string,
  path: string,
  header = '',
  host = '127.0.0.1',
): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const line = header ? `${header}\r\n` : '';
    const socket = connect(site.port, '127.0.0.1', () =>
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${line}Connection: close\r\n\r\n`,
      ),
    );
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('close', () => resolve(answer));
  });
}
