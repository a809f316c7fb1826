import { writeFileSync } from 'node:fs';
import { loadTexts } from '../../dialogs/shared/texts.ts';
import type { View } from '../../ports/view.ts';
import { runningTest } from '../support/canaries.ts';
import { closeAtEnd } from '../support/closing.ts';
import type { Seat } from './seat.ts';
import { assertShows, factsOf, withoutChoices } from './shows.ts';
import { asEverywhere } from './variants.ts';

const texts = loadTexts();

/** What one test's customer was shown, message by message. */
export interface ShownTo {
  readonly test: string;
  readonly messages: readonly (readonly string[])[];
}

const shownTo = new Map<string, string[][]>();

/** A view, and the message that it answers. */
export interface Meant {
  readonly view: View;
  readonly to: unknown;
}

/** Compares what a channel showed with what the bot meant, and keeps it for the comparison of channels. */
export function noteShown(
  meant: readonly Meant[],
  shown: string,
  { lastChoicesOnly = false }: Pick<Seat, 'lastChoicesOnly'>,
): void {
  const isLast = (to: unknown, place: number) => meant[place + 1]?.to !== to;
  const offered = meant.map(({ view, to }, place) =>
    lastChoicesOnly && !isLast(to, place) ? withoutChoices(view) : view,
  );
  assertShows(offered, shown);
  const views = meant.map(({ view }) => view);
  const test = runningTest();
  const messages = shownTo.get(test) ?? [];
  if (messages.length === 0) shownTo.set(test, messages);
  messages.push(...views.map((view) => factsOf(view).map((fact) => asEverywhere(fact, texts))));
}

/** For `npm run parity`, which compares what the runs of all channels wrote. */
const report = process.env.PARITY_REPORT;
if (report)
  closeAtEnd(() => {
    const all = [...shownTo].map(([test, messages]): ShownTo => ({ test, messages }));
    writeFileSync(report, JSON.stringify(all));
  });
