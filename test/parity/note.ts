import { writeFileSync } from 'node:fs';
import type { View } from '../../ports/view.ts';
import { runningTest } from '../support/canaries.ts';
import { closeAtEnd } from '../support/closing.ts';
import { assertShows, factsOf } from './shows.ts';

/** What one test's customer was shown, message by message. */
export interface ShownTo {
  readonly test: string;
  readonly messages: readonly (readonly string[])[];
}

const shownTo = new Map<string, string[][]>();

/** Compares what a channel showed with what the bot meant, and keeps it for the comparison of channels. */
export function noteShown(views: readonly View[], shown: string): void {
  assertShows(views, shown);
  const test = runningTest();
  const messages = shownTo.get(test) ?? [];
  if (messages.length === 0) shownTo.set(test, messages);
  messages.push(...views.map(factsOf));
}

/** For `npm run parity`, which compares what the runs of all channels wrote. */
const report = process.env.PARITY_REPORT;
if (report)
  closeAtEnd(() => {
    const all = [...shownTo].map(([test, messages]): ShownTo => ({ test, messages }));
    writeFileSync(report, JSON.stringify(all));
  });
