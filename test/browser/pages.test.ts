import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Registry } from 'prom-client';
import { addPages } from '../../channels/pages.ts';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { texts } from '../../web/texts.ts';
import { silentLog } from '../support/world.ts';

const operatorName = { 'zh-CN': '明白通信', en: 'Mingbai Telecom' };

/** An answer as it came over the wire. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Asks with the path as it is: fetch would tidy `..` away before it is sent. */
function ask(port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const { statusCode: status = 0 } = response;
      resolve({ status, headers: response.headers, body: Buffer.concat(chunks) });
    }).on('error', reject);
  });
}

async function servePages(options: Partial<Parameters<typeof addPages>[1]> = {}) {
  const server = createServer({ log: silentLog, registry: new Registry(), checks: {} });
  addPages(server, { operatorName, hotline: '10000', widgetOrigins: [], ...options });
  return listen(server, 0, '127.0.0.1');
}

describe('the pages', () => {
  const widgetOrigins = ['https://www.example.com', 'https://m.example.com'];
  let listening: Listening;
  let port: number;

  before(async () => {
    listening = await servePages({ widgetOrigins });
    ({ port } = listening);
  });

  after(() => listening.close());

  const assetsIn = ({ body }: Answer) => /\/assets\/[\w-]+/.exec(body.toString())?.[0] ?? '';

  it('are written in Chinese, and in English when that is asked for', async () => {
    const [chinese, english] = [await ask(port, '/'), await ask(port, '/?lang=en')];
    assert.match(chinese.body.toString(), /<html lang="zh-CN">/);
    assert.match(chinese.body.toString(), /<h1 data-text="heading">话费套餐，问个明白<\/h1>/);
    assert.match(english.body.toString(), /<html lang="en">/);
    assert.match(english.body.toString(), /Mingbai is the online assistant of Mingbai Telecom/);
  });

  it('have the same sentences in both languages', () => {
    assert.deepEqual(Object.keys(texts['zh-CN']).sort(), Object.keys(texts.en).sort());
  });

  it('leave no placeholder unfilled', async () => {
    for (const path of ['/', '/?lang=en', '/widget', '/widget?lang=en']) {
      const { body } = await ask(port, path);
      assert.doesNotMatch(body.toString(), /\{\{|\{operator\}|\{hotline\}/);
    }
  });

  it('allow no inline script and nothing from elsewhere', async () => {
    const { headers, body } = await ask(port, '/');
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /base-uri 'none'; form-action 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.doesNotMatch(body.toString(), /(?:src|href)="(?:https?:)?\/\//);
  });

  it('give every visitor another nonce', async () => {
    const policies = [await ask(port, '/'), await ask(port, '/')].map(
      ({ headers }) => headers['content-security-policy'],
    );
    assert.notEqual(policies[0], policies[1]);
  });

  it('let only the named sites frame the widget, and nobody else frame the page', async () => {
    const embedders = async (path: string) => {
      const { headers } = await ask(port, path);
      return /frame-ancestors [^;]+/.exec(String(headers['content-security-policy']))?.[0];
    };
    assert.equal(await embedders('/'), "frame-ancestors 'self'");
    assert.equal(
      await embedders('/widget'),
      "frame-ancestors 'self' https://www.example.com https://m.example.com",
    );
  });

  it('refuse a Host header that is none, and go on', async () => {
    for (const host of ["evil.example;script-src 'unsafe-inline'", '[broken', 'a:99999']) {
      assert.equal((await ask(port, '/', { host })).status, 400);
    }
    assert.equal((await ask(port, '/')).status, 200);
  });

  it('show only the chat where there is no demonstration operator', async () => {
    const { body } = await ask(port, '/');
    assert.doesNotMatch(body.toString(), /phone-messages|role="tablist"/);
    assert.equal((await ask(port, '/demo/customers')).status, 404);
  });

  it('keep versioned files for good and check the others', async () => {
    const assets = assetsIn(await ask(port, '/'));
    const current = await ask(port, `${assets}/client/chat.js`);
    const outdated = await ask(port, '/assets/from-last-week/client/chat.js');
    assert.equal(current.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(outdated.headers['cache-control'], 'no-cache');
    assert.equal(outdated.status, 200);
    const again = { 'if-none-match': String(current.headers.etag) };
    assert.equal((await ask(port, `${assets}/client/chat.js`, again)).status, 304);
  });

  it('send files compressed to browsers that can read them', async () => {
    const path = `${assetsIn(await ask(port, '/'))}/webchat.js`;
    const plain = await ask(port, path);
    const zipped = await ask(port, path, { 'accept-encoding': 'gzip, br' });
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.ok(zipped.body.length < plain.body.length / 3);
    assert.ok(gunzipSync(zipped.body).equals(plain.body));
  });

  it('serve the fonts their style sheets name, in a format every browser reads', async () => {
    const folder = `${assetsIn(await ask(port, '/'))}/fonts`;
    const { body } = await ask(port, `${folder}/400.css`);
    const files = [...body.toString().matchAll(/url\(\.\/(files\/[^)]+)\)/g)].map(
      ([, file]) => file,
    );
    assert.ok(files.length > 90);
    assert.ok(files.every((file) => file?.endsWith('.woff2')));
    const font = await ask(port, `${folder}/${files.at(0)}`);
    assert.equal(font.headers['content-type'], 'font/woff2');
  });

  it('serve nothing that is not on the list', async () => {
    const assets = assetsIn(await ask(port, '/'));
    const strays = [
      'package.json',
      '../package.json',
      '../../package.json',
      'client/../../package.json',
      'client/%2e%2e/%2e%2e/package.json',
      'client/..%2f..%2fpackage.json',
      'fonts/files/../../package.json',
      'fonts/900.css',
      'client/',
      'constructor',
    ];
    for (const path of strays) {
      const { status, body } = await ask(port, `${assets}/${path}`);
      assert.ok(status === 404 || status === 400, `${path} answered ${status}`);
      assert.doesNotMatch(body.toString(), /botframework-webchat/);
    }
  });
});

describe('the launcher', () => {
  it('is small and may be loaded by any site', async () => {
    const listening = await servePages();
    const { status, headers, body } = await ask(listening.port, '/widget.js');
    await listening.close();
    assert.equal(status, 200);
    assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
    assert.ok(gzipSync(body).length < 15 * 1024);
  });
});

describe('the demo phone behind the pages', () => {
  it('says so when the operator does not answer', async () => {
    const listening = await servePages({ phone: { sandboxUrl: 'http://127.0.0.1:9' } });
    const { status } = await ask(listening.port, '/demo/phone/13800138001/messages');
    await listening.close();
    assert.equal(status, 503);
  });

  it('passes on what a customer writes, as JSON and of some length, and nothing else', async () => {
    const sandbox = await startSandbox({ port: 0, clock: () => new Date() });
    const listening = await servePages({ phone: { sandboxUrl: sandbox.url } });
    const url = `http://127.0.0.1:${listening.port}/demo/phone/13800138001/messages`;
    const post = async (body: string, type = 'application/json') => {
      const headers = { 'content-type': type };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    assert.equal(await post('{"text":"是4821"}'), 200);
    assert.equal(await post('{"text":"N"}', 'text/plain'), 400);
    assert.equal(await post('{"text":" "}'), 400);
    assert.equal(await post(JSON.stringify({ text: '明'.repeat(501) })), 400);
    const messages = (await (await fetch(url)).json()) as Array<Record<string, unknown>>;
    assert.deepEqual(
      messages.map(({ text, direction }) => `${direction} ${text}`),
      ['sent 是4821'],
    );
    await listening.close();
    await sandbox.close();
  });
});
