/** Something on the user's phone. */
export interface Shown {
  readonly id: string;
  readonly at: string;
  /** `platform`: a line that WeChat itself writes. */
  readonly from: 'user' | 'account' | 'platform';
  readonly kind: string;
  readonly text: string;
  /** What can be tapped below it. */
  readonly items?: ReadonlyArray<{ readonly id: string; readonly content: string }>;
  /** Which way the account's messages came. */
  readonly via?: 'passiveReply' | 'customerService' | 'notice';
  /** Of pictures and articles. */
  readonly url?: string;
}

/** What a deed of the user allows the account to send, and until when (official quota table). */
interface Allowance {
  left: number;
  readonly untilMs: number;
}

/** Somebody with WeChat, as the account sees them. */
export interface WeChatUser {
  readonly openId: string;
  follows: boolean;
  /** Refuses the account's messages. */
  refuses: boolean;
  /** Templates that the user lets the account send one notice of. */
  readonly accepted: Map<string, number>;
  readonly shown: Shown[];
  /** Latest deed, for typing. */
  actedAtMs: number;
  typingUntilMs: number;
  readonly allowances: Map<'message' | 'deed', Allowance>;
}

const minuteMs = 60_000;
const allowances = {
  message: { count: 5, lastsMs: 48 * 60 * minuteMs },
  deed: { count: 3, lastsMs: minuteMs },
} as const;

/** Everybody on the simulated platform, and what their phones show. */
export interface Users {
  add(openId: string): WeChatUser;
  find(openId: string): WeChatUser | undefined;
  list(): readonly WeChatUser[];
  show(user: WeChatUser, shown: Omit<Shown, 'id' | 'at'>): Shown;
  /** The user did something that lets the account send customer-service messages. */
  allow(user: WeChatUser, by: keyof typeof allowances): void;
  /** Takes one of what may be sent; else says why not: 45015 no window is open, 45047 all is used. */
  spend(user: WeChatUser): 45015 | 45047 | undefined;
}

/** Starts with nobody. `now` is the platform's own clock, in milliseconds. */
export function createUsers(now: () => number): Users {
  const users = new Map<string, WeChatUser>();
  let shownCount = 0;
  return {
    add(openId) {
      const known = users.get(openId);
      if (known) return known;
      const user: WeChatUser = {
        openId,
        follows: false,
        refuses: false,
        accepted: new Map(),
        shown: [],
        actedAtMs: Number.NEGATIVE_INFINITY,
        typingUntilMs: 0,
        allowances: new Map(),
      };
      users.set(openId, user);
      return user;
    },
    find: (openId) => users.get(openId),
    list: () => [...users.values()],
    show(user, shown) {
      shownCount += 1;
      const entry = { id: String(shownCount), at: new Date(now()).toISOString(), ...shown };
      user.shown.push(entry);
      if (shown.from === 'account') user.typingUntilMs = 0;
      return entry;
    },
    allow(user, by) {
      const { count, lastsMs } = allowances[by];
      user.allowances.set(by, { left: count, untilMs: now() + lastsMs });
    },
    spend(user) {
      const open = [...user.allowances.values()].filter(({ untilMs }) => untilMs > now());
      if (open.length === 0) return 45015;
      const next = open.find(({ left }) => left > 0);
      if (!next) return 45047;
      next.left -= 1;
      return undefined;
    },
  };
}
