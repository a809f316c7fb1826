import { type DialogContext, DialogReason } from 'botbuilder-dialogs';
import { readConfirmation } from '../../domain/confirmation.ts';
import { asksForChange } from '../../domain/repairWords.ts';
import { waysToDivide } from '../../domain/requestWords.ts';
import { phrasesFor } from './changeReading.ts';
import { openChangeIn } from './changeState.ts';
import {
  begin,
  isMostlyEntity,
  isOnlyEntity,
  type Reading,
  type Repertoire,
  sureStart,
} from './repertoire.ts';
import type { Start } from './state.ts';
import { show, talkOf } from './talk.ts';
import { attachTurn, type Turn } from './turn.ts';

/** Said besides a request, and not answered apart from it. */
const civil: ReadonlySet<string> = new Set([
  'greet',
  'thank',
  'help',
  'askWhoYouAre',
  // Who asks for more proves the number for that.
  'identify',
]);

interface Request {
  readonly part: Turn;
  readonly start: Start;
}

/** “查余额，再看看上个月账单”: each request is answered, enquiries first, for a card must lie on top. */
export const hearSeveral: Reading = async (dc, turn, repertoire) => {
  if (dc.activeDialog && isMostlyEntity(turn)) return false;
  const requests = await requestsOf(turn, repertoire);
  const isChange = ({ start }: Request) =>
    repertoire.dialogs.get(start.dialog)?.attends !== undefined;
  // An open quote is put aside by one wish that is clear, not by one among several.
  if (requests.length === 0 || (openChangeIn(dc.stack) && requests.some(isChange))) return false;
  const ordered = [...requests.filter((one) => !isChange(one)), ...requests.filter(isChange)];
  const below = dc.stack.splice(0);
  for (const { part, start } of ordered) {
    if (dc.activeDialog) turn.state.queued.push(start);
    else await begin(dc, part, repertoire, start);
  }
  const isAnswered = dc.stack.length === 0;
  dc.stack.unshift(...below);
  attachTurn(dc.context, turn);
  const waiting = isAnswered ? dc.activeDialog : undefined;
  if (waiting) await repertoire.dialogs.get(waiting.id)?.resumeDialog(dc, DialogReason.endCalled);
  return true;
};

/** The requests of a message when every piece of it is one; a greeting among them is no request. */
async function requestsOf(turn: Turn, repertoire: Repertoire): Promise<readonly Request[]> {
  for (const pieces of waysToDivide(turn.heard.text)) {
    // “换成99套餐，确认办理” is no two requests: a yes is never one of several things said.
    if (pieces.some(isConfirmation)) return [];
    const parts = await Promise.all(
      pieces.map(async (piece) => ({ ...turn, heard: await turn.understand(piece) })),
    );
    const sure = parts.map((part) => requestIn(part, repertoire));
    const requests = parts.flatMap(
      (part, place) => sure[place] ?? valueIn(part, sure[place + 1], repertoire) ?? [],
    );
    const wishes = requests.filter(({ start }) => !civil.has(start.dialog));
    if (requests.length === parts.length && areDistinct(wishes, repertoire)) return wishes;
  }
  return [];
}

const isConfirmation = (piece: string) =>
  ['accept', 'wrongPhrase'].includes(readConfirmation(piece, phrasesFor('')).kind);

/** “9月” of “9月和10月的账单”: the next request with another value. */
function valueIn(
  part: Turn,
  next: Request | undefined,
  { dialogs }: Repertoire,
): Request | undefined {
  if (!next || !isMostlyEntity(part)) return undefined;
  const { dialog, slots } = next.start;
  const amended = dialogs.get(dialog)?.amend(slots, part.heard, 'values');
  return amended && { part, start: { dialog, slots: amended } };
}

/** The same dialog is asked twice only about different things: “流量和通话还剩多少”. */
function areDistinct(wishes: readonly Request[], { dialogs }: Repertoire): boolean {
  const topics = wishes.map(({ part, start: { dialog } }) => {
    const values = dialogs.get(dialog)?.amend({}, part.heard, 'values');
    return { dialog, values: values && JSON.stringify(values) };
  });
  return topics.every(({ dialog, values }, place) => {
    const others = topics.filter((topic, at) => at !== place && topic.dialog === dialog);
    return others.every((other) => values && other.values && values !== other.values);
  });
}

function requestIn(part: Turn, repertoire: Repertoire): Request | undefined {
  if (isOnlyEntity(part)) return undefined;
  const start = sureStart(part, repertoire);
  const dialog = start && repertoire.dialogs.get(start.dialog);
  if (!start || !dialog || (dialog.attends && !asksForChange(part.heard.text))) return undefined;
  const slots = { ...dialog.prefill(part.heard), ...start.slots };
  return { part, start: { dialog: start.dialog, slots } };
}

/** Answers what else was asked, as soon as nothing is open and no order is under way. */
export async function answerQueued(
  dc: DialogContext,
  turn: Turn,
  repertoire: Repertoire,
): Promise<void> {
  const { state } = turn;
  while (state.queued.length > 0 && !dc.activeDialog && !isOrdering(turn)) {
    const [next, ...rest] = state.queued;
    if (!next) return;
    state.queued = rest;
    const { t } = talkOf(turn, 'common');
    await show(turn, { text: t('next', { wish: t(`intent.${intentOf(next, repertoire)}`) }) });
    await begin(dc, turn, repertoire, next);
  }
}

const isOrdering = ({ state: { lastOrder } }: Turn) =>
  lastOrder !== undefined && lastOrder.outcome === undefined;

function intentOf({ dialog }: Start, { intents }: Repertoire): string {
  return Object.keys(intents).find((intent) => intents[intent]?.dialog === dialog) ?? dialog;
}
