/** An official account (公众号) as its console shows it. */
export interface WeChatAccount {
  readonly appId: string;
  readonly appSecret: string;
  /** Signs what the platform pushes. */
  readonly token: string;
  /** EncodingAESKey. With it only encrypted pushes are taken (safe or compatible mode), without it only plain ones. */
  readonly aesKey?: string;
  /** The platform's API, without a slash at its end. */
  readonly apiUrl: string;
}
