/** What the bot stores, by its key under `kind` in the locale file `myData.json`. */
export type StoredKind =
  | 'transcript'
  | 'linkedTranscript'
  | 'dialogState'
  | 'code'
  | 'link'
  | 'counter'
  | 'task'
  | 'evidence'
  | 'agreement'
  | 'accessRecord'
  | 'marketingConsent'
  | 'binding';

/** What becomes of it when the customer asks to have their data deleted (E40). */
export type UponRequest = 'erased' | 'kept' | 'soonOver';

/** How long one kind of record is kept, and why (rights §7, E38). */
export interface RetentionRule {
  readonly kind: StoredKind;
  /** ISO 8601 duration: `P6M`. */
  readonly keep: string;
  /** From when it counts: a key of `myData:from`. */
  readonly from:
    | 'message'
    | 'order'
    | 'idle'
    | 'made'
    | 'done'
    | 'contractEnd'
    | 'withdrawal'
    | 'unbound';
  readonly uponRequest: UponRequest;
  /** Rule ids of the catalogue. */
  readonly rules: readonly string[];
  /** Where the period comes from: a law, or the operator's own figure (`[D]` in the catalogue). */
  readonly source: string;
}

const own = '运营商自定，最短必要（个人信息保护法 19）';
const limitation = '民法典 188（诉讼时效三年），电子商务法 31、62';

/**
 * The one table of periods: the retention job obeys it and the customer reads it, so both always say
 * the same. A figure without a law behind it is the operator's own.
 */
export const retention: Readonly<Record<StoredKind, RetentionRule>> = {
  transcript: {
    kind: 'transcript',
    keep: 'P6M',
    from: 'message',
    uponRequest: 'erased',
    rules: ['R20', 'E40'],
    source: own,
  },
  linkedTranscript: {
    kind: 'linkedTranscript',
    keep: 'P3Y',
    from: 'order',
    uponRequest: 'erased',
    rules: ['R28', 'E40'],
    source: own,
  },
  dialogState: {
    kind: 'dialogState',
    keep: 'P2D',
    from: 'idle',
    uponRequest: 'soonOver',
    rules: ['R20'],
    source: own,
  },
  code: {
    kind: 'code',
    keep: 'PT5M',
    from: 'made',
    uponRequest: 'soonOver',
    rules: ['X16'],
    source: own,
  },
  link: {
    kind: 'link',
    keep: 'PT10M',
    from: 'made',
    uponRequest: 'soonOver',
    rules: ['R20'],
    source: own,
  },
  counter: {
    kind: 'counter',
    keep: 'P1D',
    from: 'made',
    uponRequest: 'soonOver',
    rules: ['X16'],
    source: own,
  },
  task: {
    kind: 'task',
    keep: 'P6M',
    from: 'done',
    uponRequest: 'soonOver',
    rules: ['R26'],
    source: '短信发送记录至少五个月（不含当月）',
  },
  evidence: {
    kind: 'evidence',
    keep: 'P3Y',
    from: 'contractEnd',
    uponRequest: 'kept',
    rules: ['R28', 'E36'],
    source: limitation,
  },
  agreement: {
    kind: 'agreement',
    keep: 'P3Y',
    from: 'contractEnd',
    uponRequest: 'kept',
    rules: ['R29'],
    source: limitation,
  },
  accessRecord: {
    kind: 'accessRecord',
    keep: 'P3Y',
    from: 'made',
    uponRequest: 'kept',
    rules: ['R18', 'E40'],
    source: own,
  },
  marketingConsent: {
    kind: 'marketingConsent',
    keep: 'P3Y',
    from: 'withdrawal',
    uponRequest: 'kept',
    rules: ['E32', 'E37'],
    source: '通信短信息服务管理规定，民法典 188',
  },
  // At the longest as long as its conversation, which an order keeps for three years.
  binding: {
    kind: 'binding',
    keep: 'P3Y',
    from: 'unbound',
    uponRequest: 'kept',
    rules: ['R19', 'E37'],
    source: own,
  },
};

/** Kinds of evidence that tie a conversation to an order or a complaint: it is kept longer (rights §7). */
export const linkingEvidence: ReadonlySet<string> = new Set([
  'ordered',
  'outcome',
  'agreement',
  'complained',
]);

/** A duration of one unit, for people. Throws a RangeError for anything else. */
export function durationParts(duration: string): {
  readonly unit: 'minutes' | 'days' | 'months' | 'years';
  readonly count: number;
} {
  const found = /^P(?:(\d+)([DMY])|T(\d+)M)$/.exec(duration);
  if (!found) throw new RangeError('a duration is a number of minutes, days, months or years');
  const [, count, unit, minutes] = found;
  if (minutes !== undefined) return { unit: 'minutes', count: Number(minutes) };
  const units = { D: 'days', M: 'months', Y: 'years' } as const;
  return { unit: units[unit as keyof typeof units], count: Number(count) };
}
