import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createTokens, newPass } from '../../channels/directLine/tokens.ts';

const secret = 'a Direct Line secret only the tests know';

describe('a Direct Line token', () => {
  let now = new Date('2026-11-24T10:00:00+08:00');
  const clock = () => now;
  const pass = newPass(['https://www.example.com']);

  beforeEach(() => {
    now = new Date('2026-11-24T10:00:00+08:00');
  });

  it('opens the conversation, the user and the pages it was made for', async () => {
    const tokens = createTokens(secret, clock);
    assert.deepEqual(await tokens.check('speak', await tokens.issue('speak', pass)), pass);
  });

  it('is for a user nobody can guess', () => {
    const [first, second] = [newPass(), newPass()];
    assert.match(first.userId, /^dl_[\w-]{36}$/);
    assert.notEqual(first.userId, second.userId);
    assert.notEqual(first.conversationId, second.conversationId);
  });

  it('expires after half an hour, also when it was used before', async () => {
    const tokens = createTokens(secret, clock);
    const token = await tokens.issue('speak', pass);
    now = new Date(now.getTime() + 1_799_000);
    assert.deepEqual(await tokens.check('speak', token), pass);
    now = new Date(now.getTime() + 1000);
    assert.equal(await tokens.check('speak', token), 'expired');
    assert.equal(await createTokens(secret, clock).check('speak', token), 'expired');
  });

  it('of one purpose does not pass for another', async () => {
    const tokens = createTokens(secret, clock);
    for (const purpose of ['speak', 'stream', 'resume'] as const) {
      const token = await tokens.issue(purpose, pass);
      for (const other of ['speak', 'stream', 'resume'] as const) {
        if (other !== purpose) assert.equal(await tokens.check(other, token), 'invalid');
      }
    }
  });

  it('that was altered is not valid', async () => {
    const tokens = createTokens(secret, clock);
    const [header, payload = '', signature] = (await tokens.issue('speak', pass)).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, conv: 'another' })).toString(
      'base64url',
    );
    assert.equal(await tokens.check('speak', `${header}.${altered}.${signature}`), 'invalid');
    assert.equal(await tokens.check('speak', `${header}.${payload}.`), 'invalid');
  });

  it('without a signature, or signed by somebody else, is not valid', async () => {
    const tokens = createTokens(secret, clock);
    const [, payload = ''] = (await tokens.issue('speak', pass)).split('.');
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    assert.equal(await tokens.check('speak', `${part({ alg: 'none' })}.${payload}.`), 'invalid');
    const signed = `${part({ alg: 'HS256' })}.${payload}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64url');
    assert.equal(await tokens.check('speak', `${signed}.${signature}`), 'invalid');
    const others = createTokens('another secret of at least 32 characters', clock);
    assert.equal(await tokens.check('speak', await others.issue('speak', pass)), 'invalid');
  });

  it('names a vouched number only by a keyed hash', async () => {
    const tokens = createTokens(secret, clock);
    const holder = tokens.holderOf('13800138001');
    assert.equal(holder, createTokens(secret, clock).holderOf('13800138001'));
    assert.notEqual(holder, tokens.holderOf('13800138002'));
    const token = await tokens.issue('resume', { ...pass, holder });
    assert.deepEqual(await tokens.check('resume', token), { ...pass, holder });
    assert.ok(!Buffer.from(token.split('.')[1] ?? '', 'base64url').includes('13800138001'));
  });

  it('knows the secret from anything else', () => {
    const tokens = createTokens(secret, clock);
    assert.ok(tokens.isSecret(secret));
    assert.ok(!tokens.isSecret(`${secret}x`));
    assert.ok(!tokens.isSecret(''));
  });
});
