/** An enterprise's 微信客服 (kf) as WeCom's console shows it. */
export interface WeComAccount {
  readonly corpId: string;
  readonly secret: string;
  /** Signs what is pushed; everything pushed is encrypted. */
  readonly token: string;
  readonly aesKey: string;
  /** The platform's API, without a slash at its end. */
  readonly apiUrl: string;
}

/** A customer at one of the enterprise's kf accounts. */
export interface KfCustomer {
  readonly openKfId: string;
  readonly userId: string;
  /** Lets one message be sent to somebody who has only entered, within twenty seconds. */
  readonly welcomeCode?: string | undefined;
}

/** A customer as one word, as the channel of WeChat has them: its deliveries carry it sealed. */
export const addressOf = ({ openKfId, userId, welcomeCode = '' }: KfCustomer) =>
  [openKfId, userId, welcomeCode].join('/');

/** What `addressOf` wrote. */
export function customerOf(address: string): KfCustomer {
  const [openKfId = '', userId = '', welcomeCode] = address.split('/');
  return { openKfId, userId, welcomeCode: welcomeCode || undefined };
}
