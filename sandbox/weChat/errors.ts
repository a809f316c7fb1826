/** The platform's error codes that are simulated, with its own words. */
export const errorWords = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40008: 'invalid message type',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40018: 'invalid button name size',
  40037: 'invalid template_id',
  40125: 'invalid appsecret',
  40164: 'invalid ip, not in whitelist',
  40200: 'invalid account type',
  41001: 'access_token missing',
  42001: 'access_token expired',
  43004: 'require subscribe',
  43101: 'user refuse to accept the msg',
  44004: 'empty content',
  45002: 'content size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  45015: 'response out of time limit or subscription is canceled',
  45047: 'out of response count limit',
  45072: 'invalid command',
  45080: 'no interaction within 30 seconds',
  45081: 'already typing',
  46003: 'menu no exist',
  47001: 'data format error',
  47003: 'argument invalid',
  48001: 'api unauthorized',
  48002: 'user refuse to receive message',
  50002: 'user limited',
} as const;

/** A code that the platform answers with. */
export type ErrorCode = keyof typeof errorWords;

/** A request that the platform answers with a code. HTTP says 200 all the same. */
export class PlatformError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(errorWords[code]);
    this.code = code;
  }
}

/** Ends a request with a code. */
export function refusal(code: ErrorCode): never {
  throw new PlatformError(code);
}

/** Whether a number is a code that is simulated. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return Object.hasOwn(errorWords, String(code));
}
