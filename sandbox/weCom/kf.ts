import { randomBytes } from 'node:crypto';
import { type Credentials, encrypt, signature } from '../weChat/wire.ts';
import { writeXml } from '../weChat/xml.ts';

/** The account on the simulated WeCom; `appId` is the enterprise's id. */
export interface KfAccount extends Credentials {
  readonly openKfId: string;
}

/** An enterprise for whoever names none. */
export const demoKf: KfAccount = {
  appId: 'wwsandbox000000001',
  secret: 'the-sandbox-kf-secret',
  token: 'sandboxkftoken',
  aesKey: 'kfsandboxkfsandboxkfsandboxkfsandboxkfsand0',
  openKfId: 'wkSandbox',
};

/** Something on the customer's phone. */
export interface KfShown {
  readonly from: 'customer' | 'account';
  readonly text: string;
  readonly items?: ReadonlyArray<{ readonly id: string; readonly content: string }>;
}

/** A customer: which state their chat is in, and what may still be sent. */
export interface KfUser {
  readonly userId: string;
  /** 0 new, 1 bot, 2 queue, 3 person, 4 ended. */
  state: number;
  left: number;
  untilMs: number;
  /** Lets one message be sent about what just happened to the chat. */
  welcomeCode: string | undefined;
  readonly shown: KfShown[];
}

/** How the simulated kf behaves; set while it runs. */
export interface KfSettings {
  callbackUrl: string;
  /** How many messages one page of `sync_msg` has at most. */
  pageSize: number;
  /** How far the quotas have aged beyond the clock. */
  aheadMs: number;
}

/** The customer's word lets five messages be sent within 48 hours. */
const allowance = { count: 5, ms: 48 * 3_600_000 };

/** The simulated kf with one account. */
export interface Kf {
  readonly account: KfAccount;
  readonly settings: KfSettings;
  /** Everything that `sync_msg` can read, the oldest first. */
  readonly log: Record<string, unknown>[];
  user(userId: string): KfUser;
  /** Whom a message may be sent to by this code. */
  withCode(code: string): KfUser | undefined;
  now(): number;
  /** Appends what the customer or the platform did, and rings the service's bell. */
  happens(message: Record<string, unknown>): Promise<number | undefined>;
  /** The customer's own word, with the right to answer it. */
  allows(user: KfUser): void;
  /** Asks the service to prove that it has the key, as the console does. */
  verify(): Promise<boolean>;
}

/** Makes one without customers. */
export function createKf(account: KfAccount, clock: () => Date): Kf {
  const users = new Map<string, KfUser>();
  const log: Record<string, unknown>[] = [];
  const settings: KfSettings = { callbackUrl: '', pageSize: 1000, aheadMs: 0 };
  const now = () => clock().getTime() + settings.aheadMs;

  function sealed(text: string): { encrypted: string; query: URLSearchParams } {
    const timestamp = String(Math.floor(clock().getTime() / 1000));
    const nonce = randomBytes(4).toString('hex');
    const encrypted = encrypt(text, account, randomBytes(16));
    const msg_signature = signature(account.token, timestamp, nonce, encrypted);
    return { encrypted, query: new URLSearchParams({ msg_signature, timestamp, nonce }) };
  }

  return {
    account,
    settings,
    log,
    now,
    user(userId) {
      const known = users.get(userId);
      if (known) return known;
      const user = { userId, state: 0, left: 0, untilMs: 0, welcomeCode: undefined, shown: [] };
      users.set(userId, user);
      return user;
    },
    withCode: (code) => [...users.values()].find(({ welcomeCode }) => welcomeCode === code),
    allows(user) {
      user.left = allowance.count;
      user.untilMs = now() + allowance.ms;
    },
    async happens(message) {
      log.push({
        msgid: `msg-${log.length + 1}-${randomBytes(4).toString('hex')}`,
        open_kfid: account.openKfId,
        send_time: Math.floor(clock().getTime() / 1000),
        ...message,
      });
      const { encrypted, query } = sealed(
        writeXml({
          ToUserName: account.appId,
          CreateTime: Math.floor(clock().getTime() / 1000),
          MsgType: 'event',
          Event: 'kf_msg_or_event',
          Token: `bell-${log.length}`,
          OpenKfId: account.openKfId,
        }),
      );
      const body = writeXml({ ToUserName: account.appId, Encrypt: encrypted, AgentID: '' });
      const url = `${settings.callbackUrl}?${query}`;
      const response = await fetch(url, { method: 'POST', body }).catch(() => undefined);
      await response?.body?.cancel();
      return response?.status;
    },
    async verify() {
      const { encrypted, query } = sealed('1616140317555161061');
      query.set('echostr', encrypted);
      const response = await fetch(`${settings.callbackUrl}?${query}`).catch(() => undefined);
      return (await response?.text()) === '1616140317555161061';
    },
  };
}
