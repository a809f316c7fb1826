import type { Clock, Log, Vault } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import type { WeChatStore } from '../../ports/weChatStore.ts';
import type { WeChatAccount } from './account.ts';

/** An access token, and how the store has it. */
export interface AccessToken {
  readonly token: string;
  readonly sealed: string;
}

/** The account's access token: one for all processes, kept sealed. */
export interface AccessTokens {
  current(): Promise<AccessToken>;
  /** Another one than this, which the platform does not take any more. */
  renewed(refused: AccessToken): Promise<AccessToken>;
}

/** What getting tokens needs. */
export interface TokenParts {
  readonly account: WeChatAccount;
  readonly store: Pick<Store, 'count'> & {
    readonly weChat: Pick<WeChatStore, 'token' | 'keepToken' | 'dropToken'>;
  };
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
}

interface TokenAnswer {
  readonly access_token?: string;
  readonly expires_in?: number;
  readonly errcode?: number;
}

/** In its last five minutes a token is renewed by the platform, the old one still valid. */
const lastSeconds = 300;
const leastSeconds = 30;
const timeoutMs = 5000;
/** The platform's own limits for ending a token that may still be good: 20 a day, 30 s apart. */
const forced = { perDay: 20, apartMs: 30_000, dayMs: 86_400_000 };

/**
 * Gets tokens by `stable_token`: asked again it gives the same token, so that two processes which ask at
 * once do each other no harm. Only a token that was refused although the platform gives it again is
 * ended by force.
 */
export function createAccessTokens(parts: TokenParts): AccessTokens {
  const { account, store, vault, clock } = parts;
  let asking: Promise<AccessToken> | undefined;

  async function kept(): Promise<AccessToken | undefined> {
    const sealed = await store.weChat.token(account.appId, clock().toISOString());
    return sealed === undefined ? undefined : { token: vault.open(sealed), sealed };
  }

  async function fresh(refused?: AccessToken): Promise<AccessToken> {
    let answer = await askPlatform(parts, false);
    if (answer.access_token === refused?.token) {
      await checkForced(parts);
      answer = await askPlatform(parts, true);
    }
    const { access_token: token, expires_in: seconds = 0 } = answer;
    const sealed = vault.seal(token);
    const lifeMs = Math.max(leastSeconds, seconds - lastSeconds) * 1000;
    const expiresAt = new Date(clock().getTime() + lifeMs).toISOString();
    await store.weChat.keepToken({ appId: account.appId, sealedToken: sealed, expiresAt });
    return { token, sealed };
  }

  /** One at a time in this process. */
  function ask(refused?: AccessToken): Promise<AccessToken> {
    asking ??= fresh(refused).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    current: async () => (await kept()) ?? ask(),
    async renewed(refused) {
      await store.weChat.dropToken(account.appId, refused.sealed);
      // Another process may have been faster.
      return (await kept()) ?? ask(refused);
    },
  };
}

async function askPlatform(
  { account, log }: TokenParts,
  force: boolean,
): Promise<TokenAnswer & { readonly access_token: string }> {
  const answer = (await postJson(`${account.apiUrl}/cgi-bin/stable_token`, {
    grant_type: 'client_credential',
    appid: account.appId,
    secret: account.appSecret,
    force_refresh: force,
  })) as TokenAnswer;
  const { access_token: token, errcode = 0 } = answer;
  if (typeof token === 'string' && token !== '') return { ...answer, access_token: token };
  if (errcode !== -1) log.error('weChat.account', { errcode });
  throw new Unavailable('weChat', `token ${errcode}`);
}

async function checkForced({ account, store, clock }: TokenParts): Promise<void> {
  const at = clock().toISOString();
  const lately = await store.count(`wechat:forced:${account.appId}`, at, forced.apartMs);
  if (lately.count > 1) throw new Unavailable('weChat', 'token refused');
  const today = await store.count(`wechat:forced:day:${account.appId}`, at, forced.dayMs);
  if (today.count > forced.perDay) throw new Unavailable('weChat', 'token refused');
}

/** Posts JSON and reads JSON. Throws `Unavailable`, without the address: it may hold a token. */
export async function postJson(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: Error) => {
    throw new Unavailable('weChat', error.name);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok || typeof answer !== 'object' || answer === null)
    throw new Unavailable('weChat', `status ${response.status}`);
  return answer;
}
