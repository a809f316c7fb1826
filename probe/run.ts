import {
  type Check,
  excerpt,
  Fault,
  type Need,
  type Probe,
  type PublicOffer,
  same,
} from './check.ts';
import { changeChecks } from './checks/changes.ts';
import { everythingChecks } from './checks/everything.ts';
import { holderChecks } from './checks/holder.ts';
import { nobody, strangerChecks } from './checks/stranger.ts';
import { NoSms, type Phone } from './phone.ts';
import { blockingRules, type Unseen } from './rules.ts';
import { NoAnswer, openTalk, type Talk } from './talk.ts';

/** Where the bot is, and what the probe may use there. */
export interface ProbeOptions {
  readonly url: string;
  readonly phone?: Phone | undefined;
  readonly offers?: readonly PublicOffer[];
  readonly isNeverBilled?: boolean;
  readonly clock: () => Date;
}

/** What one check came to. */
export interface CheckResult {
  readonly name: string;
  readonly rules: readonly string[];
  readonly verdict: 'kept' | 'broken' | 'notProbed';
  /** A key of `probe:fault` or `probe:need`, with its values. */
  readonly reason?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly tookMs: number;
}

/** What a rule comes to: broken when one check of it is, not probed when none could be done. */
export interface RuleResult {
  readonly rule: string;
  readonly verdict: CheckResult['verdict'];
  readonly checks: readonly string[];
  /** Why no check can see it. */
  readonly unseen?: Unseen;
}

/** A dated scorecard. */
export interface Scorecard {
  readonly url: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly checks: readonly CheckResult[];
  readonly rules: readonly RuleResult[];
  readonly isAlarm: boolean;
}

/** Plays every customer and judges every blocking rule (R5). Throws `NoAnswer` when there is no bot at all. */
export async function runProbe(options: ProbeOptions): Promise<Scorecard> {
  const { url, phone, offers = [], isNeverBilled = false, clock } = options;
  const startedAt = clock().toISOString();
  const talks: Talk[] = [];
  const stranger = async (locale = 'zh-CN') => {
    const talk = await openTalk(url, locale);
    talks.push(talk);
    return talk;
  };
  // Without a greeting there is nothing to judge.
  await stranger();
  const proved = await attempt(proves, () => proveNumber(stranger, phone), phone !== undefined);
  const holder = proved.result;
  const probe: Probe = { stranger, holder, phone, offers, isNeverBilled };
  const heard = async () => (await Promise.all(talks.map((talk) => talk.everything()))).join('\n');
  const checks: CheckResult[] = [proved];
  for (const check of [
    ...strangerChecks,
    ...holderChecks,
    ...changeChecks,
    ...everythingChecks(heard),
  ]) {
    const missing = check.needs?.find((need) => !isThere(probe, need));
    checks.push(
      missing
        ? { name: check.name, rules: check.rules, verdict: 'notProbed', reason: missing, tookMs: 0 }
        : await attempt(check, () => check.run(probe)),
    );
  }
  const rules = judge(checks);
  const endedAt = clock().toISOString();
  const isAlarm = checks.some(({ verdict }) => verdict === 'broken');
  return { url, startedAt, endedAt, checks: checks.map(written), rules, isAlarm };
}

/**
 * Without a proved number nobody is told anything of theirs; and whether a number exists, nobody is told
 * at all. One code serves for both: a number gets five an hour.
 */
const proves = { name: 'provesANumber', rules: ['R7', 'R18', 'R19'] } as const;

async function proveNumber(stranger: () => Promise<Talk>, phone: Phone | undefined) {
  if (!phone) return undefined;
  const [talk, other] = [await stranger(), await stranger()];
  await talk.says('查余额');
  await other.says('查余额');
  const nobodys = await other.says(nobody);
  const { code, result: ours } = await phone.codeAfter(() => talk.says(phone.number));
  const unnamed = (text: string) => text.replace(/\d{3}\*{4}\d{4}/g, '#');
  same('***********', unnamed(ours.text), unnamed(nobodys.text));
  const answer = await talk.says(code);
  if (!/\*{4}/.test(answer.text))
    throw new Fault('lacks', { ...excerpt({ ...answer, said: '******' }), wanted: '****' });
  return talk;
}

const isThere = (probe: Probe, need: Need): boolean =>
  ({
    phone: probe.phone !== undefined,
    holder: probe.holder !== undefined,
    offers: probe.offers.length > 0,
    neverBilled: probe.isNeverBilled,
  })[need];

type Attempted<T> = CheckResult & { readonly result?: T };

/** Tries one thing; a broken rule and a server that falls silent in the middle both count against it. */
async function attempt<T>(
  { name, rules }: Pick<Check, 'name' | 'rules'>,
  act: () => Promise<T>,
  isPossible = true,
): Promise<Attempted<T>> {
  const startMs = performance.now();
  const tookMs = () => Math.round(performance.now() - startMs);
  if (!isPossible) return { name, rules, verdict: 'notProbed', reason: 'phone', tookMs: 0 };
  try {
    const result = await act();
    return { name, rules, verdict: 'kept', tookMs: tookMs(), result };
  } catch (error) {
    const broken = { name, rules, verdict: 'broken', tookMs: tookMs() } as const;
    if (error instanceof Fault) return { ...broken, reason: error.key, values: error.values };
    if (error instanceof NoSms) return { ...broken, reason: 'sms', values: { wanted: '#000000' } };
    if (error instanceof NoAnswer)
      return { ...broken, reason: 'noAnswer', values: { said: error.message } };
    throw error;
  }
}

const written = ({ name, rules, verdict, reason, values, tookMs }: CheckResult): CheckResult => ({
  name,
  rules,
  verdict,
  ...(reason && { reason }),
  ...(values && { values }),
  tookMs,
});

function judge(checks: readonly CheckResult[]): RuleResult[] {
  return Object.entries(blockingRules).map(([rule, unseen]) => {
    const about = checks.filter(({ rules }) => rules.includes(rule));
    const names = about.map(({ name }) => name);
    const is = (verdict: CheckResult['verdict']) =>
      about.some((check) => check.verdict === verdict);
    const verdict = is('broken') ? 'broken' : is('kept') ? 'kept' : 'notProbed';
    return { rule, verdict, checks: names, ...(unseen && { unseen }) };
  });
}
