import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { ClaimedTurn } from '../../ports/store.ts';
import { ask, openSite, type Site, textsOf, widgetOrigin } from './site.ts';

const sharedKey = 'the key the operator’s page signs with';

/** A user token as the operator's page makes it, unless told otherwise. */
function userToken(
  given: {
    claims?: Record<string, unknown>;
    key?: KeyObject | Uint8Array;
    alg?: string;
    issuer?: string;
    audience?: string;
    livesSeconds?: number;
    ageSeconds?: number;
  } = {},
): Promise<string> {
  const {
    claims = { phone_number: '13800138001' },
    key = new TextEncoder().encode(sharedKey),
    alg = 'HS256',
    issuer = 'operator',
    audience = 'mingbai',
    livesSeconds = 300,
    ageSeconds = 0,
  } = given;
  const issuedAt = Math.floor(Date.now() / 1000) - ageSeconds;
  return new SignJWT(claims)
    .setProtectedHeader({ alg })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + livesSeconds)
    .sign(key);
}

const open = (site: Site, body?: unknown, origin: string | undefined = site.url) =>
  ask(site, 'POST', '/widget/token', {
    ...(body !== undefined && { body }),
    headers: origin === '' ? {} : { Origin: origin },
  });

describe('the widget’s door', () => {
  let site: Site;

  before(async () => {
    site = await openSite({ userTokenKey: { key: sharedKey, issuer: 'operator' } });
  });
  after(() => site.close());

  it('opens a conversation for our own page: the bot greets', async () => {
    const { status, body } = await open(site, { locale: 'zh-CN' });
    assert.equal(status, 200);
    assert.equal(body.expiresIn, 1800);
    assert.match(body.userId ?? '', /^dl_/);
    await site.idle();
    const path = `/v3/directline/conversations/${body.conversationId}/activities`;
    const read = await ask(site, 'GET', path, { bearer: body.token ?? '' });
    assert.deepEqual(textsOf(read), ['welcome']);
  });

  it('opens for a page that may embed the widget, from its own origin too', async () => {
    const { status, headers } = await open(site, {}, widgetOrigin);
    assert.equal(status, 200);
    assert.equal(headers.get('access-control-allow-origin'), widgetOrigin);
  });

  it('stays closed to every other page, and to what is no page', async () => {
    for (const origin of ['https://evil.example', 'null', '']) {
      const { status, body, headers } = await open(site, {}, origin);
      assert.equal(status, 403);
      assert.equal(body.error?.code, 'OriginNotAllowed');
      assert.equal(headers.get('access-control-allow-origin'), null);
    }
  });

  it('takes any language tag a browser has, and minds no strange one', async () => {
    for (const locale of ['zh-Hans', 'en-US', '<script>', 7, null]) {
      assert.equal((await open(site, { locale })).status, 200);
    }
    assert.equal((await open(site)).status, 200);
  });

  it('lets only so many in from one address', async () => {
    const small = await openSite({ tokensPerMinute: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await open(small, {})).status);
    assert.deepEqual(statuses, [200, 200, 429]);
    await small.close();
  });

  describe('after a reload', () => {
    it('leads back into the same conversation', async () => {
      const first = await open(site, {});
      const again = await open(site, { resume: first.body.resume });
      assert.equal(again.body.conversationId, first.body.conversationId);
      assert.equal(again.body.userId, first.body.userId);
      await site.idle();
      const path = `/v3/directline/conversations/${again.body.conversationId}/activities`;
      const read = await ask(site, 'GET', path, { bearer: again.body.token ?? '' });
      assert.deepEqual(textsOf(read), ['welcome'], 'greeted once');
    });

    it('does so long after the token has expired, for a day', async () => {
      const other = await openSite();
      const { body } = await open(other, {});
      other.later(23 * 3600);
      const again = await open(other, { resume: body.resume });
      assert.equal(again.body.conversationId, body.conversationId);
      other.later(24 * 3600);
      const late = await open(other, { resume: body.resume });
      assert.equal(late.status, 200);
      assert.notEqual(late.body.conversationId, body.conversationId);
      await other.close();
    });

    it('begins anew with a resume token that is not ours', async () => {
      const { body } = await open(site, {});
      for (const resume of ['nonsense', body.token, `${body.resume}x`, 7, {}]) {
        const again = await open(site, { resume });
        assert.equal(again.status, 200);
        assert.notEqual(again.body.conversationId, body.conversationId);
      }
    });

    it('cannot be used to speak: it only finds the way back', async () => {
      const { body } = await open(site, {});
      const path = `/v3/directline/conversations/${body.conversationId}/activities`;
      assert.equal((await ask(site, 'GET', path, { bearer: body.resume ?? '' })).status, 403);
    });
  });

  describe('for a customer the operator’s page vouches for', () => {
    it('stays the same conversation over reloads, though each brings a new user token', async () => {
      const first = await open(site, { userToken: await userToken() });
      const { resume } = first.body;
      const again = await open(site, {
        resume,
        userToken: await userToken({ ageSeconds: 5 }),
      });
      assert.equal(again.body.conversationId, first.body.conversationId);
    });

    it('never leads into the conversation of somebody else on the same computer', async () => {
      const mine = await open(site, { userToken: await userToken() });
      const { resume } = mine.body;
      const yours = await userToken({ claims: { phone_number: '13800138002' } });
      for (const body of [{ resume, userToken: yours }, { resume }]) {
        const { status, body: opened } = await open(site, body);
        assert.equal(status, 200);
        assert.notEqual(opened.conversationId, mine.body.conversationId);
      }
      const anonymous = await open(site, {});
      const signedIn = await open(site, {
        resume: anonymous.body.resume,
        userToken: await userToken(),
      });
      assert.notEqual(signedIn.body.conversationId, anonymous.body.conversationId);
    });

    it('hands the number on sealed, also when it is written +86', async () => {
      const turns: ClaimedTurn[] = [];
      const watched = await openSite({
        userTokenKey: { key: sharedKey, issuer: 'operator' },
        wrap: (store) => ({
          ...store,
          async claimTurn(...given) {
            const turn = await store.claimTurn(...given);
            if (turn) turns.push(turn);
            return turn;
          },
        }),
      });
      const claims = { phone_number: '+8613800138001' };
      await open(watched, { userToken: await userToken({ claims }) });
      await watched.idle();
      assert.equal(turns.length, 1);
      assert.ok(turns[0]?.sealedText);
      assert.ok(!JSON.stringify(turns).includes('13800138001'));
      await watched.close();
    });

    it('refuses a user token that is not good, with a code', async () => {
      const refused = {
        UserTokenExpired: [
          await userToken({ ageSeconds: 301 }),
          await userToken({ ageSeconds: 601, livesSeconds: 86_400 }),
        ],
        UserTokenRefused: [
          'nonsense',
          await userToken({ key: new TextEncoder().encode('another key of 32 characters ...') }),
          await userToken({ issuer: 'somebody' }),
          await userToken({ audience: 'another' }),
          await userToken({ claims: {} }),
          await userToken({ claims: { phone_number: '10086' } }),
          await userToken({ alg: 'HS512' }),
          7,
        ],
      };
      for (const [code, tokens] of Object.entries(refused)) {
        for (const given of tokens) {
          const { status, body } = await open(site, { userToken: given });
          assert.equal(status, 401);
          assert.equal(body.error?.code, code);
        }
      }
    });

    it('takes a public key instead of a shared one, and then no shared one', async () => {
      const pairs = [
        { alg: 'ES256', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
        { alg: 'RS256', ...generateKeyPairSync('rsa', { modulusLength: 2048 }) },
      ];
      for (const { alg, publicKey, privateKey } of pairs) {
        const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
        for (const key of [pem, pem.replaceAll('\n', '\\n')]) {
          const own = await openSite({ userTokenKey: { key, issuer: 'operator' } });
          const good = await userToken({ alg, key: privateKey });
          assert.equal((await open(own, { userToken: good })).status, 200);
          const forged = await userToken({ key: new TextEncoder().encode(pem) });
          assert.equal((await open(own, { userToken: forged })).status, 401);
          await own.close();
        }
      }
    });

    it('takes no user token at all when no key is configured', async () => {
      const own = await openSite();
      const { status, body } = await open(own, { userToken: await userToken() });
      assert.equal(status, 401);
      assert.match(body.error?.message ?? '', /USER_TOKEN_KEY/);
      await own.close();
    });

    it('does not start with a key that is none', async () => {
      const key = '-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----';
      await assert.rejects(openSite({ userTokenKey: { key, issuer: 'operator' } }));
    });
  });
});
