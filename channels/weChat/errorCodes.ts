/** What to do about an error code of the platform. */
export type Remedy =
  /** Nobody knows why; the next try may help. */
  | 'retry'
  /** The access token is no longer one: get another, once. */
  | 'renewToken'
  /** Too much in a minute, or in a day. */
  | 'wait'
  /** This account has no menu messages: the same as text. */
  | 'asText'
  /** Too long for this account: in two. */
  | 'split'
  /** Nothing more may be sent until the customer does something. */
  | 'waitForCustomer'
  /** The customer was silent for 48 hours: only a notice they agreed to may be sent. */
  | 'notice'
  /** The customer does not follow, refuses messages, or is gone. */
  | 'giveUp'
  /** Something is wrong with the account or its settings: somebody has to look. */
  | 'alarm';

const remedies: Readonly<Record<number, Remedy>> = {
  [-1]: 'retry',
  40001: 'renewToken',
  40014: 'renewToken',
  42001: 'renewToken',
  40003: 'giveUp',
  43004: 'giveUp',
  43101: 'giveUp',
  48002: 'giveUp',
  50002: 'giveUp',
  40013: 'alarm',
  40037: 'alarm',
  40125: 'alarm',
  40164: 'alarm',
  47003: 'alarm',
  48001: 'alarm',
  61004: 'alarm',
  40200: 'asText',
  45002: 'split',
  45009: 'wait',
  45011: 'wait',
  45015: 'notice',
  45047: 'waitForCustomer',
};

/** The remedy for a code; of one that nobody here knows, somebody should hear. */
export function remedyFor(errcode: number): Remedy {
  return remedies[errcode] ?? 'alarm';
}
