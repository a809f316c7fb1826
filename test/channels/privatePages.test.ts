import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import type { PrivatePage } from '../../bots/privatePages.ts';
import { addPrivatePages } from '../../channels/privatePages.ts';
import { createServer, type Listening, listen } from '../../channels/server.ts';
import { Unavailable } from '../../ports/unavailable.ts';

const page: PrivatePage = { what: 'puk', language: 'zh-CN', puk: '71340001' };
const browser = 'b'.repeat(32);

describe('a page that shows a secret once', () => {
  const logged: unknown[] = [];
  const asked: Array<readonly [string, string | undefined]> = [];
  let answer: () => Promise<PrivatePage | undefined>;
  let listening: Listening;
  before(async () => {
    const write = (...said: unknown[]) => void logged.push(said);
    const log = { info: write, warn: write, error: write };
    const server = createServer({ log, registry: new Registry(), checks: {} });
    const open = async (secret: string, shown: string | undefined) => {
      asked.push([secret, shown]);
      return answer();
    };
    addPrivatePages(server, { open, log });
    listening = await listen(server, 0, '127.0.0.1');
  });
  after(() => listening.close());
  beforeEach(() => {
    asked.splice(0);
    answer = async () => page;
  });
  const ask = (method: string) =>
    fetch(`http://127.0.0.1:${listening.port}/private/abc123`, {
      method,
      headers: { cookie: `mingbai_browser=${browser}` },
    });

  it('is not opened by looking at its link', async () => {
    const response = await ask('GET');
    assert.equal(response.status, 200);
    assert.match(await response.text(), /现在查看/);
    assert.deepEqual(asked, []);
  });

  it('shows it to the button, kept nowhere and found by nobody', async () => {
    const response = await ask('POST');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('x-robots-tag'), 'noindex');
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.match(await response.text(), /<dd>71340001<\/dd>/);
    assert.deepEqual(asked, [['abc123', browser]]);
  });

  it('is closed for a link that is used, too old or another browser’s, and does not say which', async () => {
    answer = async () => undefined;
    const response = await ask('POST');
    assert.equal(response.status, 410);
    assert.doesNotMatch(await response.text(), /71340001/);
  });

  it('offers its button again when the operator did not answer, and logs no secret', async () => {
    answer = () => Promise.reject(new Unavailable('carrier', 'timeout'));
    const response = await ask('POST');
    assert.equal(response.status, 503);
    assert.match(await response.text(), /链接还没用掉[\s\S]*现在查看/);
    answer = () => Promise.reject(new Error(`bug with ${page.what} 71340001`));
    assert.equal((await ask('POST')).status, 410);
    assert.doesNotMatch(JSON.stringify(logged), /71340001|abc123/);
  });
});
