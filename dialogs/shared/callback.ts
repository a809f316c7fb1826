import type { Instant, Period } from '../../domain/calendar.ts';
import { callbackSlots } from '../../domain/callbackSlots.ts';
import type { CallbackRequest } from '../../ports/carrier.ts';
import { beginHandoff, leavePerson } from './handoff.ts';
import type { Identity } from './state.ts';
import { type ChoiceDraft, show, type Talk, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** A ring-back that a customer chose the hour of. No more than a masked number, so that it can wait in the state. */
export interface BookedCallback extends Period {
  /** The ticket's number, which the customer has. */
  readonly reference: string;
  readonly lineId: string;
  /** `138****1234` */
  readonly maskedNumber: string;
}

/** What a clock tells of one. */
export type CallbackNews = Pick<BookedCallback, 'reference'>;

/** Ring-backs as dialogs see them. */
export interface Callbacks {
  /** The hours to choose from; none where no desk is. */
  readonly slots: readonly Period[];
  /** What is booked to the proved line. */
  readonly booked?: BookedCallback;
  /** In the place of what was booked before; undefined: too often for one day, or nobody proved a number. */
  book(slot: Period): Promise<BookedCallback | undefined>;
  withdraw(): BookedCallback | undefined;
  /** Without an hour; returns the ticket's number. */
  request(topic: string): string;
}

/** Makes them for one turn. */
export function callbacksOf(turn: Turn, identity: Identity | undefined): Callbacks {
  const booked = identity && callbackTo(turn, identity);
  return {
    // Reckoned for who asks: three days, hour by hour in a zone, are a tenth of a turn.
    get slots() {
      return slotsOf(turn);
    },
    ...(booked && { booked }),
    book: async (slot) => identity && bookCallback(turn, identity, slot),
    withdraw: () => identity && withdrawCallback(turn, identity),
    request: (topic) => requestUntimed(turn, identity, topic),
  };
}

const dayMs = 24 * 60 * 60_000;
/** Each is a ticket at the operator's: more than these a day are no plan any more. */
const mostPerDay = 5;

/** The hours to choose from; none where no desk is, so that nothing is promised (R31). */
function slotsOf({ services, now }: Turn): readonly Period[] {
  const { desk, operator } = services;
  return desk ? callbackSlots(desk.hours, now, operator.timeZone) : [];
}

/** The one that is booked: to come, or waited for still when its hour is over. */
export function bookedCallback({ state, now }: Turn): BookedCallback | undefined {
  const { callback, handoff } = state;
  const isWaitedFor = callback && handoff?.context.callback?.reference === callback.reference;
  return isWaitedFor || (callback && callback.end > now.toISOString()) ? callback : undefined;
}

/** The same if it is to this line: another line's holder never sees it. */
function callbackTo(turn: Turn, { line }: Identity): BookedCallback | undefined {
  const booked = bookedCallback(turn);
  return booked?.lineId === line.id ? booked : undefined;
}

/**
 * Books a ring-back to the proved number: a ticket at the operator's in the same commit, and at its hour
 * a place at the head of the desk's queue. A second one takes the place of the first, whose ticket is
 * withdrawn. Undefined: too often for one day.
 */
async function bookCallback(
  turn: Turn,
  identity: Identity,
  slot: Period,
): Promise<BookedCallback | undefined> {
  const { state, now, services } = turn;
  const { line, maskedNumber } = identity;
  const { count } = await services.limits.count(`callback:${line.id}`, now.toISOString(), dayMs);
  if (count > mostPerDay) return undefined;
  withdrawCallback(turn, identity);
  const booked = { ...slot, reference: newReference(turn), lineId: line.id, maskedNumber };
  state.callback = booked;
  requestTicket(turn, booked);
  remindOf(turn, booked, 'callbackDue', slot.start);
  remindOf(turn, booked, 'callbackOverdue', slot.end);
  return booked;
}

function remindOf(turn: Turn, { reference }: CallbackNews, event: string, notBefore: Instant) {
  const { conversationId, replyTo, services } = turn;
  const reminder = { conversationId, replyTo, event, value: { reference } };
  const sealedPayload = services.vault.seal(JSON.stringify(reminder));
  turn.intend({ kind: 'remind', sealedPayload, notBefore });
}

/** Withdraws what is booked to this line; undefined when nothing was. */
function withdrawCallback(turn: Turn, identity: Identity): BookedCallback | undefined {
  const booked = callbackTo(turn, identity);
  if (!booked) return undefined;
  const { handoff } = turn.state;
  if (handoff?.context.callback && handoff.status === 'waiting') leavePerson(turn);
  turn.state.callback = undefined;
  requestTicket(turn, booked, { isWithdrawn: true });
  return booked;
}

/** A ring-back without an hour, where no desk is; returns the ticket's number. */
function requestUntimed(turn: Turn, identity: Identity | undefined, topic: string): string {
  const reference = newReference(turn);
  requestTicket(turn, { reference, ...(identity && { lineId: identity.line.id }) }, { topic });
  return reference;
}

const newReference = ({ services }: Turn) =>
  `CB${services.newId().replaceAll('-', '').slice(0, 10).toUpperCase()}`;

function requestTicket(
  turn: Turn,
  { reference, lineId, start, end }: Partial<BookedCallback> & CallbackNews,
  { isWithdrawn = false, topic = 'talkToPerson' } = {},
): void {
  const at = turn.now.toISOString();
  const slot = start && end ? { start, end } : undefined;
  const request: CallbackRequest = {
    reference,
    ...(lineId && { lineId }),
    language: turn.state.language,
    requestedAt: at,
    topic,
    ...(slot && { slot }),
    ...(isWithdrawn && { isWithdrawn }),
  };
  turn.intend({
    kind: 'callback',
    sealedPayload: turn.services.vault.seal(JSON.stringify(request)),
  });
  turn.record({
    kind: isWithdrawn ? 'callbackWithdrawn' : 'callbackRequested',
    subject: turn.conversationId,
    at,
    data: { reference, topic, ...slot },
  });
}

/** The hour has come: the customer stands first in the desk's queue, whoever is in the chat by now. */
export async function callbackDue(turn: Turn, { reference }: CallbackNews): Promise<void> {
  const booked = bookedCallback(turn);
  if (booked?.reference !== reference) return;
  // Who is with an agent already needs no call; the ticket says the rest.
  if (turn.state.handoff) return;
  beginHandoff(turn, 'callback', booked);
  const { t, format } = talkOf(turn, 'callMeBack');
  const { maskedNumber: number } = booked;
  await show(turn, { text: t('due', { window: format.window(booked), number, reference }) });
}

/** The hour is over and nobody took it: said as it is, with other ways (R31). */
export async function callbackOverdue(turn: Turn, { reference }: CallbackNews): Promise<void> {
  const { handoff, callback } = turn.state;
  const isWaiting = handoff?.status === 'waiting';
  if (!isWaiting || handoff.context.callback?.reference !== reference) {
    if (callback?.reference === reference) turn.state.callback = undefined;
    return;
  }
  const talk = talkOf(turn, 'callMeBack');
  const { t, operator } = talk;
  turn.services.alert('callback.overdue', { reference });
  await show(turn, {
    text: t('overdue', { reference, hotline: operator.hotline }),
    choices: callbackChoices(talk),
  });
}

/** What can be done about a booked one. */
export function callbackChoices({ t }: Pick<Talk, 't'>): ChoiceDraft[] {
  return [
    {
      label: t('callMeBack:choice.change'),
      start: { dialog: 'callMeBack', slots: { change: 'yes' } },
    },
    { label: t('callMeBack:choice.withdraw'), start: { dialog: 'withdrawCallback', slots: {} } },
  ];
}
