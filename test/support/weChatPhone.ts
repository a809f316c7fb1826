import type { Deed } from '../../sandbox/weChat/deeds.ts';
import type { PushResult } from '../../sandbox/weChat/pushes.ts';
import type { PlatformSettings } from '../../sandbox/weChat/settings.ts';
import type { Shown } from '../../sandbox/weChat/users.ts';

/** A WeChat user's phone, driven over the sandbox's HTTP. */
export interface WeChatPhone {
  readonly openId: string;
  /** Does something; resolves when the push about it is over. */
  does(deed: DeedInput, copies?: number): Promise<PushResult>;
  /** Everything shown so far. */
  screen(): Promise<readonly Shown[]>;
  /** What was shown since the last look, of the account and the platform alone. */
  news(): Promise<readonly Shown[]>;
}

/** A deed with what may be left out left out. */
export type DeedInput = Deed extends infer D ? (D extends Deed ? Loose<D> : never) : never;
type Loose<D extends { type: string }> = Partial<D> & Pick<D, 'type'>;

/** Asks the platform's controls. Throws when they refuse. */
export async function askPlatform<T>(
  sandboxUrl: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${sandboxUrl}/sandbox/wechat${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Changes how the platform behaves. */
export const setPlatform = (sandboxUrl: string, settings: Partial<PlatformSettings>) =>
  askPlatform<PlatformSettings>(sandboxUrl, 'PATCH', '/settings', settings);

/** Takes somebody's phone into the hand. */
export async function weChatPhone(sandboxUrl: string, openId: string): Promise<WeChatPhone> {
  const place = `/users/${openId}`;
  await askPlatform(sandboxUrl, 'PUT', place);
  let last = '';
  const screen = () => askPlatform<Shown[]>(sandboxUrl, 'GET', `${place}/messages`);
  return {
    openId,
    does: (deed, copies = 1) =>
      askPlatform(sandboxUrl, 'POST', `${place}/deeds?copies=${copies}`, deed),
    screen,
    async news() {
      const shown = await screen();
      const fresh = shown.slice(shown.findIndex(({ id }) => id === last) + 1);
      last = shown.at(-1)?.id ?? last;
      return fresh.filter(({ from }) => from !== 'user');
    },
  };
}
