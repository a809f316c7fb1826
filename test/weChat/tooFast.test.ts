import assert from 'node:assert/strict';
import { type Hand, openWeChatSite, t, type WeChatSite } from './site.ts';

const limit = 4;

describe('a follower who writes faster than anybody can', () => {
  let site: WeChatSite;
  let phone: Hand;
  before(async function () {
    this.timeout(120_000);
    site = await openWeChatSite({ POSTS_PER_MINUTE: String(limit) });
    phone = await site.phone();
  });
  after(() => site.close());

  const faults = () => `${site.sandbox.url}/sandbox/faults`;
  const sends = (text: string) => phone.does({ type: 'text', text });

  it('is answered up to the limit, the same push again not counted', async () => {
    await phone.does({ type: 'follow' });
    await phone.does({ type: 'text', text: '有什么公告' }, 3);
    for (let said = 2; said < limit; said += 1)
      assert.match(await phone.says('有什么公告'), /公告/);
  });

  it('is told once that nothing is heard any more, and the operator is not asked', async () => {
    await fetch(faults(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'delay', delayMs: 1, times: 1 }),
    });
    await phone.news();
    const kinds = [];
    for (let said = 0; said < 5; said += 1) kinds.push((await sends('有什么公告')).answer?.kind);
    assert.deepEqual(kinds, ['replied', ...Array.from({ length: 4 }, () => 'accepted')]);
    const [told, ...more] = await phone.news();
    assert.ok(told?.text.startsWith(t('weChat:tooFast')), told?.text);
    assert.deepEqual(more, []);
    const left = (await (await fetch(faults())).json()) as unknown[];
    assert.equal(left.length, 1, 'the operator was asked');
    await fetch(faults(), { method: 'DELETE' });
  });

  it('costs nobody else anything, and can leave', async () => {
    const other = await site.phone();
    await other.does({ type: 'follow' });
    assert.match(await other.says('有什么公告'), /公告/);
    assert.equal((await phone.does({ type: 'unfollow' })).answer?.kind, 'accepted');
  });
});
