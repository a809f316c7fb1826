import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { type Site, startAttacked } from '../attacks/site.ts';

const client = { id: 'mingbai', secret: 'a client secret only the tests know' };
const roles: Readonly<Record<string, readonly string[]>> = {
  sun: ['staff', 'supervisor'],
  guest: ['staff'],
};

/** A house whose sign-in is asked with nothing but its own pages. */
function houseAt(issuer: string, callback: string): Provider {
  return new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [callback] }],
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: `坐席 ${id}`, roles: roles[id] ?? [] }),
    }),
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
  });
}

/** A browser that follows every redirect, keeps every cookie and fills in the house's forms. */
function browser() {
  const jars = new Map<string, Map<string, string>>();
  async function go(address: string, form?: Record<string, string>): Promise<Response> {
    const url = new URL(address);
    const jar = jars.get(url.origin) ?? new Map<string, string>();
    jars.set(url.origin, jar);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
      jar.set(name, value);
    }
    const next = response.headers.get('location');
    return next ? go(new URL(next, url).href) : response;
  }
  return { go };
}

describe('the sign-in of the operator’s own house', function () {
  this.timeout(120_000);
  let site: Site;
  let server: Server;

  before(async () => {
    server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    site = await startAttacked({
      DESK_OIDC_ISSUER: issuer,
      DESK_OIDC_CLIENT_ID: client.id,
      DESK_OIDC_CLIENT_SECRET: client.secret,
    });
    server.on('request', houseAt(issuer, `${site.url}/desk/oidc/callback`).callback());
  });
  after(async () => {
    await site.close();
    server.closeAllConnections();
    server.close();
  });

  async function signIn(login: string) {
    const { go } = browser();
    const formOf = async (page: Response) => {
      const html = await page.text();
      return new URL(/action="([^"]+)"/.exec(html)?.[1] ?? '', page.url).href;
    };
    const asked = await go(`${site.url}/desk/oidc`);
    const consent = await go(await formOf(asked), { prompt: 'login', login, password: 'x' });
    const end = await go(await formOf(consent), { prompt: 'consent' });
    return { end, go };
  }

  it('lets in who has a role there, under their name', async () => {
    const { end, go } = await signIn('sun');
    assert.equal(new URL(end.url).pathname, '/desk');
    assert.match(await end.text(), /坐席 sun/);
    assert.equal((await go(`${site.url}/desk/data/queue`)).status, 200);
    assert.equal((await go(`${site.url}/desk/report`)).status, 200);
  });

  it('keeps out who has none', async () => {
    const { end, go } = await signIn('guest');
    assert.match(end.url, /signIn=refused/);
    assert.equal((await go(`${site.url}/desk/data/queue`)).status, 401);
  });

  it('takes no end that it did not begin, and no end twice', async () => {
    const { go } = browser();
    const end = await go(`${site.url}/desk/oidc/callback?code=stolen&state=guessed`);
    assert.match(end.url, /signIn=refused/);
    await go(`${site.url}/desk/oidc`);
    const mixed = await go(`${site.url}/desk/oidc/callback?code=stolen&state=guessed`);
    assert.match(mixed.url, /signIn=refused/);
  });
});
