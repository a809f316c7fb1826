import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import {
  accountFileIn,
  removeAccount,
  writeAccounts,
} from '../../adapters/agentDesk/accountFile.ts';
import { enter, type Site, startAttacked } from '../attacks/site.ts';
import { closeAtEnd } from '../support/closing.ts';

const password = 'a password of the tests';
const people = [
  { id: 'wang', name: '小王', role: 'agent', password },
  { id: 'li', name: '小李', role: 'agent', password },
  { id: 'zhang', name: '张班长', role: 'supervisor', password },
  { id: 'shen', name: '沈稽核', role: 'auditor', password },
] as const;

interface Answer {
  readonly status: number;
  readonly body: Record<string, never> & { error?: { code: string } };
  readonly headers: Headers;
  readonly text: string;
}

describe('the agent desk over HTTP', function () {
  this.timeout(120_000);
  let site: Site;
  let folder: string;
  const cookies = new Map<string, string>();

  async function ask(
    who: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${site.url}/desk${path}`, {
      redirect: 'manual',
      headers: {
        cookie: cookies.get(who) ?? '',
        ...(body !== undefined && { 'content-type': 'application/json', origin: site.url }),
        ...more,
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      text,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : {},
    };
  }

  async function signIn(id: string): Promise<void> {
    const answer = await ask('', '/session', { id, password });
    assert.equal(answer.status, 200);
    cookies.set(id, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  /** Agents are at the desk while their page listens; here they are seen as it would. */
  const seen = new Map<string, WebSocket>();
  async function sits(id: string): Promise<void> {
    const socket = new WebSocket(`${site.url.replace('http', 'ws')}/desk/stream`, {
      headers: { cookie: cookies.get(id) ?? '', origin: site.url },
    });
    await new Promise((resolve, reject) => {
      socket.on('open', resolve);
      socket.on('error', reject);
    });
    seen.set(id, socket);
    closeAtEnd(() => socket.terminate());
  }

  async function waiting(): Promise<Array<{ id: string; conversationId: string }>> {
    const { body } = await ask('wang', '/data/queue');
    return (body as unknown as { waiting: Array<{ id: string; conversationId: string }> }).waiting;
  }

  async function customerWaits() {
    const guest = await enter(site);
    await guest.says('转人工');
    const found = (await waiting()).find((each) => each.conversationId === guest.conversationId);
    assert.ok(found, 'the customer is not in the queue');
    return { guest, id: found.id };
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingbai-desk-'));
    await writeAccounts(accountFileIn(folder), people);
    site = await startAttacked({ DATA_FOLDER: folder });
    for (const { id } of people) await signIn(id);
    await sits('wang');
    await sits('li');
  });
  after(async () => {
    for (const socket of seen.values()) socket.terminate();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows nothing to who is not signed in', async () => {
    for (const path of [
      '/data/queue',
      '/data/chats/1',
      '/data/search?words=aa&reason=b',
      '/report',
      '/transcripts/1',
    ])
      assert.equal((await ask('', path)).status, 401, path);
    assert.equal((await ask('', '')).status, 200);
  });

  it('takes no session that it did not sign, and nothing from another site’s page', async () => {
    const forged = `mingbai_desk=${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"id":"zhang","name":"z","role":"supervisor","aud":"desk","exp":9999999999}').toString('base64url')}.`;
    assert.equal((await ask('', '/data/queue', undefined, { cookie: forged })).status, 401);
    const { id } = await customerWaits();
    const foreign = { origin: 'https://evil.example' };
    assert.equal((await ask('wang', `/data/chats/${id}/take`, {}, foreign)).status, 403);
    assert.equal(
      (await ask('wang', `/data/chats/${id}/take`, {}, { 'sec-fetch-site': 'cross-site' })).status,
      403,
    );
    assert.equal((await ask('wang', `/data/chats/${id}/take`, {})).status, 200);
    assert.equal((await ask('wang', `/data/chats/${id}/close`, {})).status, 200);
  });

  it('lets two agents not take one chat, and neither speak in the other’s', async () => {
    const { guest, id } = await customerWaits();
    const answers = await Promise.all(
      ['wang', 'li'].map((who) => ask(who, `/data/chats/${id}/take`, {})),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const [winner, loser] = answers[0]?.status === 200 ? ['wang', 'li'] : ['li', 'wang'];
    const line = { text: '您好', key: randomUUID() };
    assert.equal((await ask(loser ?? '', `/data/chats/${id}/say`, line)).status, 409);
    assert.equal((await ask(winner ?? '', `/data/chats/${id}/say`, line)).status, 200);
    assert.equal((await ask(winner ?? '', `/data/chats/${id}/say`, line)).status, 200);
    assert.equal((await ask(loser ?? '', `/data/chats/${id}?after=0`)).status, 409);
    const { body } = await ask(winner ?? '', `/data/chats/${id}?after=0`);
    const { lines } = body as unknown as { lines: Array<{ from: string; text: string }> };
    assert.equal(lines.filter(({ from, text }) => from === 'agent' && text === '您好').length, 1);
    await ask(winner ?? '', `/data/chats/${id}/close`, { summary: '好了' });
    assert.equal(
      (await ask(winner ?? '', `/data/chats/${id}/say`, { ...line, key: randomUUID() })).status,
      409,
    );
    assert.ok(guest.conversationId);
  });

  it('shows a conversation only for a reason, which the customer can read', async () => {
    const { guest, id } = await customerWaits();
    await ask('wang', `/data/chats/${id}/take`, {});
    assert.equal((await ask('zhang', `/data/chats/${id}?after=0`)).status, 422);
    assert.equal(
      (await ask('zhang', `/data/chats/${id}?after=0&reason=${encodeURIComponent('质检')}`)).status,
      200,
    );
    assert.equal((await ask('shen', `/data/chats/${id}/take`, {})).status, 403);
    assert.equal((await ask('shen', `/transcripts/${guest.conversationId}`)).status, 422);
    for (const format of ['html', 'json', 'pdf']) {
      const paper = await ask(
        'shen',
        `/transcripts/${guest.conversationId}?format=${format}&reason=audit`,
      );
      assert.equal(paper.status, 200, format);
      assert.ok(paper.text.length > 200);
    }
    assert.equal((await ask('wang', '/report')).status, 403);
    assert.equal((await ask('zhang', '/report')).status, 200);
    await ask('wang', `/data/chats/${id}/close`, {});
  });

  it('finds what was said, for a reason', async () => {
    const { id } = await customerWaits();
    assert.equal(
      (await ask('wang', `/data/search?words=${encodeURIComponent('转人工')}`)).status,
      422,
    );
    const answer = await ask(
      'wang',
      `/data/search?words=${encodeURIComponent('转人工')}&reason=complaint`,
    );
    assert.ok((answer.body as unknown as { found: unknown[] }).found.length > 0);
    await ask('wang', `/data/chats/${id}/take`, {});
    await ask('wang', `/data/chats/${id}/close`, {});
  });

  it('shuts out whose account was taken away, at once', async () => {
    assert.equal((await ask('li', '/data/queue')).status, 200);
    assert.ok(removeAccount(accountFileIn(folder), 'li'));
    assert.equal((await ask('li', '/data/queue')).status, 401);
  });

  it('takes a wrong password and an unknown name alike, and not for long', async () => {
    const wrong = await ask('', '/session', { id: 'wang', password: 'x' });
    const unknown = await ask('', '/session', { id: 'nobody', password: 'x' });
    assert.deepEqual([wrong.status, wrong.text], [unknown.status, unknown.text]);
    const tries = [];
    for (let each = 0; each < 12; each += 1)
      tries.push((await ask('', '/session', { id: 'wang', password: 'x' })).status);
    assert.equal(tries.at(-1), 429);
  });
});
