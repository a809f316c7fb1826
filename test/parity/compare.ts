import type { ShownTo } from './note.ts';

/** What a channel's run left behind. */
export interface ChannelReport {
  readonly channel: string;
  readonly shown: readonly ShownTo[];
}

/** Drawn anew for every run: codes, quotes, orders, links, times of day. Amounts, names and days stay. */
const chance = [
  /https?:\/\/\S+/g,
  // Quotes, agreements, ring-backs, complaints.
  /\b(?:Q|AG-|CB)[0-9A-F]{10,12}\b/g,
  /\bTS-[A-Z]{5}-[A-Z]{5}\b/g,
  /[0-9a-f]{8}-[0-9a-f-]{27}/g,
  /\b[0-9a-f]{12}\b/g,
  // The words that answer an SMS end with an order's own digits.
  /\b[YN]\d{4}\b/g,
  /\b\d{4,}\b(?!\.\d|年)/g,
  // Openings are kept and counted as well, and some channels open anew what was deleted.
  /\d+(?= 条消息| messages)/g,
];

const steady = (fact: string) => chance.reduce((text, form) => text.replace(form, '#'), fact);

/** How far the channels agree. */
export interface Comparison {
  readonly tests: number;
  readonly messages: number;
  readonly facts: number;
  /** Where a channel showed something else than the first one did. */
  readonly differences: readonly string[];
}

/** Compares, for every test that ran on several channels, what customers saw there (INV-10). */
export function compareChannels([first, ...others]: readonly ChannelReport[]): Comparison {
  const differences: string[] = [];
  let [tests, messages, facts] = [0, 0, 0];
  for (const { channel, shown } of others) {
    const theirs = new Map(shown.map((each) => [each.test, each.messages]));
    for (const { test, messages: ours } of first?.shown ?? []) {
      const same = theirs.get(test);
      if (!same) continue;
      tests += 1;
      messages += ours.length;
      facts += ours.flat().length;
      const [one, other] = [ours, same].map((all) => all.map((each) => each.map(steady)));
      const place = one?.findIndex(
        (said, at) => JSON.stringify(said) !== JSON.stringify(other?.[at]),
      );
      if (place === -1 && one?.length === other?.length) continue;
      const at = place === undefined || place === -1 ? Math.min(ours.length, same.length) : place;
      differences.push(
        `${test}, message ${at + 1}:\n  ${first?.channel}: ${one?.[at]?.join(' | ')}\n  ${channel}: ${other?.[at]?.join(' | ')}`,
      );
    }
  }
  return { tests, messages, facts, differences };
}
