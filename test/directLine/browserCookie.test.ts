import assert from 'node:assert/strict';
import { createVault } from '../../adapters/vault/vault.ts';
import { browserKey } from '../../dialogs/shared/oncePage.ts';
import { ask, openSite, type Site, type SiteOptions } from './site.ts';

/** The vault that the site has, to look into what travels sealed. */
const vault = createVault('a secret for tests that is long enough');

describe('the browser’s cookie', () => {
  let site: Site;
  const sealed: string[] = [];
  const wrap: SiteOptions['wrap'] = (store) => ({
    ...store,
    receive: (inbound) => {
      if (inbound.key !== 'open') sealed.push(inbound.sealedText ?? '');
      return store.receive(inbound);
    },
  });
  before(async () => {
    site = await openSite({ wrap });
  });
  after(() => site.close());

  const open = (headers: Record<string, string> = {}, on = site) =>
    ask(on, 'POST', '/widget/token', { body: {}, headers: { Origin: on.url, ...headers } });

  async function browserDigestOf(cookie: string | undefined): Promise<unknown> {
    const { body } = await open();
    const path = `/v3/directline/conversations/${body.conversationId}/activities`;
    const { status } = await ask(site, 'POST', path, {
      bearer: body.token ?? '',
      body: { type: 'message', text: 'hello', from: { id: body.userId } },
      ...(cookie !== undefined && { headers: { Cookie: cookie } }),
    });
    assert.equal(status, 200);
    return JSON.parse(vault.open(sealed.at(-1) ?? '')).browserDigest;
  }

  it('is a secret that no script and no other site gets, until the browser is closed', async () => {
    const cookie = (await open()).headers.get('set-cookie') ?? '';
    assert.match(cookie, /^mingbai_browser=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.notEqual((await open()).headers.get('set-cookie'), cookie);
  });

  it('is sent over https alone where customers come by https', async () => {
    const safe = await openSite({ publicUrl: 'https://chat.example.com' });
    const { headers } = await open({ Origin: 'https://chat.example.com' }, safe);
    await safe.close();
    assert.match(headers.get('set-cookie') ?? '', /; Secure$/);
  });

  it('is given once', async () => {
    const [cookie = ''] = ((await open()).headers.get('set-cookie') ?? '').split(';');
    assert.equal((await open({ Cookie: `other=1; ${cookie}` })).headers.get('set-cookie'), null);
  });

  it('goes with every message as a keyed hash', async () => {
    const value = 'a'.repeat(32);
    const digest = await browserDigestOf(`theme=dark; mingbai_browser=${value}`);
    assert.equal(digest, vault.digest(browserKey(value)));
    assert.doesNotMatch(JSON.stringify(sealed.map((text) => vault.open(text))), /aaaaaaaa/);
  });

  it('counts for nothing when it does not come back, or is not one of ours', async () => {
    for (const cookie of [undefined, 'mingbai_browser=', 'mingbai_browser=x', 'xmingbai_browser=1'])
      assert.equal(await browserDigestOf(cookie), undefined, cookie);
  });
});
