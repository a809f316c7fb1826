import { z } from 'zod';
import type { Clock, Log, Vault } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { postJson } from '../weChat/accessToken.ts';
import type { OwnMessage, WeChatPlatform } from '../weChat/platform.ts';
import { customerOf, type KfCustomer, type WeComAccount } from './account.ts';

/** Who has a chat: nobody yet, the bot, a queue, a person, or nobody any more. */
export const serviceStates = { new: 0, bot: 1, queue: 2, person: 3, ended: 4 } as const;
/** States in which the bot keeps out, and nothing of its own is taken. */
export const withPeople: ReadonlySet<number> = new Set([serviceStates.queue, serviceStates.person]);

const pageForm = z.object({
  next_cursor: z.string(),
  has_more: z.number().default(0),
  msg_list: z
    .array(
      z.object({
        msgid: z.string(),
        open_kfid: z.string().default(''),
        external_userid: z.string().default(''),
        send_time: z.number().default(0),
        /** 3: the customer; 4: the platform's own events; 5: a person at the console. */
        origin: z.number(),
        msgtype: z.string(),
        text: z.object({ content: z.string(), menu_id: z.string().optional() }).optional(),
        event: z
          .object({
            event_type: z.string(),
            open_kfid: z.string().default(''),
            external_userid: z.string().default(''),
            welcome_code: z.string().optional(),
            /** Of a change of state, 1 to 3: taken by a person, passed to another, ended. */
            change_type: z.number().optional(),
            old_servicer_userid: z.string().optional(),
            new_servicer_userid: z.string().optional(),
            /** Lets one message be sent about it. */
            msg_code: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});

/** What `kf/sync_msg` gives. */
export type KfPage = z.infer<typeof pageForm>;
/** One message, or an event of the platform's. */
export type KfMessage = KfPage['msg_list'][number];

/** WeCom's API for kf. All methods throw `Unavailable`. */
export interface WeComPlatform extends Pick<WeChatPlatform, 'send' | 'notify'> {
  /** What came after the cursor; `bell`: the pushed token, without which the platform is strict about how often. */
  sync(openKfId: string, cursor: string | undefined, bell: string | undefined): Promise<KfPage>;
  stateOf(customer: KfCustomer): Promise<number>;
  /**
   * Moves a chat: to the bot one that nobody has yet, to the pool, or to its end. Gives the code that lets
   * one message about it be sent, where there is one.
   */
  moveTo(customer: KfCustomer, state: 'bot' | 'queue' | 'ended'): Promise<string | undefined>;
}

/** What the client needs. */
export interface PlatformParts {
  readonly account: WeComAccount;
  readonly store: Pick<Store, 'weChat'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
}

const tokenMargin = 300;
const longestHead = 1024;
const mostItems = 10;
/** Codes of a token that is no longer one. */
const tokenCodes = new Set([40014, 42001]);
/** The same in the codes that the sender knows: five are used, 48 hours are over, a person has the chat. */
const sameAs: Readonly<Record<number, number>> = { 95001: 45047, 95002: 45015, 95018: 48002 };

/** Makes the client. A token that is refused is replaced once for each call. */
export function createWeComPlatform(parts: PlatformParts): WeComPlatform {
  const { account } = parts;
  const tokens = tokensOf(parts);

  async function ask(path: string, body: object): Promise<Record<string, unknown>> {
    const once = async (token: string) =>
      (await postJson(
        `${account.apiUrl}/cgi-bin/kf/${path}?access_token=${encodeURIComponent(token)}`,
        body,
      )) as Record<string, unknown>;
    const first = await once(await tokens.current());
    return tokenCodes.has(Number(first.errcode)) ? once(await tokens.renewed()) : first;
  }

  /** For what has no meaning without an answer. */
  async function need(path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await ask(path, body);
    const { errcode = 0 } = answer;
    if (errcode !== 0) throw new Unavailable('weCom', String(errcode));
    return answer;
  }

  async function sendOne(customer: KfCustomer, message: object): Promise<number> {
    const { openKfId, userId, welcomeCode } = customer;
    const { errcode = 0 } = welcomeCode
      ? await ask('send_msg_on_event', { code: welcomeCode, ...message })
      : await ask('send_msg', { touser: userId, open_kfid: openKfId, ...message });
    return sameAs[Number(errcode)] ?? Number(errcode);
  }

  return {
    async sync(openKfId, cursor, bell) {
      const body = { open_kfid: openKfId, limit: 1000, cursor: cursor ?? '', token: bell ?? '' };
      return pageForm.parse(await need('sync_msg', body));
    },
    async stateOf({ openKfId, userId }) {
      const body = { open_kfid: openKfId, external_userid: userId };
      return Number((await need('service_state/get', body)).service_state);
    },
    async moveTo({ openKfId, userId }, state) {
      const body = { open_kfid: openKfId, external_userid: userId };
      const service_state = serviceStates[state];
      const { msg_code } = await need('service_state/trans', { ...body, service_state });
      return typeof msg_code === 'string' ? msg_code : undefined;
    },
    async send(address, message) {
      const customer = customerOf(address);
      for (const each of kfMessages(message)) {
        const errcode = await sendOne(customer, each);
        if (errcode !== 0) return errcode;
      }
      return 0;
    },
    // There are none outside the window: what is due then goes by SMS.
    notify: async () => 48002,
  };
}

/** A list to tap has its own form here, and limits: a long text goes before it. */
function kfMessages(message: OwnMessage): object[] {
  if (message.msgtype === 'text') return [message];
  const { head_content: head, list } = message.msgmenu;
  const items = list
    .slice(0, mostItems)
    .map(({ id, content }) => ({ type: 'click', click: { id, content } }));
  const isLong = Buffer.byteLength(head) > longestHead;
  const before = isLong ? [{ msgtype: 'text', text: { content: head } }] : [];
  const menu = { ...(!isLong && { head_content: head }), list: items };
  return [...before, { msgtype: 'msgmenu', msgmenu: menu }];
}

/** The enterprise's token: one for all processes, kept sealed beside WeChat's. */
function tokensOf({ account, store, vault, clock, log }: PlatformParts) {
  const appId = `kf:${account.corpId}`;
  let last: string | undefined;
  async function fresh(): Promise<string> {
    const query = new URLSearchParams({ corpid: account.corpId, corpsecret: account.secret });
    const response = await fetch(`${account.apiUrl}/cgi-bin/gettoken?${query}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    }).catch((error: Error) => {
      throw new Unavailable('weCom', error.name);
    });
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    const { access_token: token, expires_in: seconds = 0, errcode } = answer;
    if (typeof token !== 'string' || token === '') {
      log.error('weCom.account', { errcode: Number(errcode) });
      throw new Unavailable('weCom', `token ${Number(errcode)}`);
    }
    last = vault.seal(token);
    const lifeMs = Math.max(30, Number(seconds) - tokenMargin) * 1000;
    const expiresAt = new Date(clock().getTime() + lifeMs).toISOString();
    await store.weChat.keepToken({ appId, sealedToken: last, expiresAt });
    return token;
  }
  return {
    async current(): Promise<string> {
      last = await store.weChat.token(appId, clock().toISOString());
      return last === undefined ? fresh() : vault.open(last);
    },
    async renewed(): Promise<string> {
      if (last !== undefined) await store.weChat.dropToken(appId, last);
      return fresh();
    },
  };
}
