import type { DialogContext } from 'botbuilder-dialogs';
import { maskText } from '../../domain/masking.ts';
import type { HandoffStatus } from '../../ports/agentDesk.ts';
import type { HandoffEnder } from '../../ports/handoffs.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { remindWaiting } from './handoff.ts';
import { liveIdentity, show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** What the desk says about a handoff: the Bot Framework's `handoff.status`, and a return to the queue. */
export interface StatusNews {
  readonly handoffId: string;
  readonly state: HandoffStatus | 'waiting';
  /** Who took it, as the customer may see them. */
  readonly agent?: string;
  /** Of an end: whose doing it was. */
  readonly by?: HandoffEnder;
  /** Of an end: what the agent sums up for the customer. */
  readonly message?: string;
}

/** What an agent says. */
export interface LineNews {
  readonly handoffId: string;
  readonly agent: string;
  readonly text: string;
}

/** How it was, as the buttons ask: five answers, best first. */
export const ratings = [5, 4, 3, 2, 1] as const;

/** A person takes over or leaves: said at once, whoever did it (E56). What is over by now says nothing. */
export async function handoffStatus(
  dc: DialogContext,
  turn: Turn,
  news: StatusNews,
): Promise<void> {
  const { handoff } = turn.state;
  if (handoff?.id !== news.handoffId) return;
  const { t, operator } = talkOf(turn, 'handoff');
  if (news.state === 'accepted') {
    const agent = news.agent ?? t('agent');
    const isOther = handoff.status === 'accepted' && handoff.agent !== agent;
    turn.state.handoff = { ...handoff, status: 'accepted', agent };
    await announce(turn, t(isOther ? 'transferred' : 'accepted', { agent }));
    return;
  }
  if (news.state === 'waiting') {
    const { agent: _left, ...waiting } = handoff;
    turn.state.handoff = { ...waiting, status: 'waiting' };
    await announce(turn, t('requeued'));
    remindWaiting(turn, handoff.id);
    return;
  }
  const agent = handoff.agent ?? t('agent');
  turn.state.handoff = undefined;
  if (handoff.context.callback) turn.state.callback = undefined;
  if (news.state === 'failed') {
    await show(turn, {
      text: t('failed', { hotline: operator.hotline }),
      choices: [{ label: t('choice.callMe'), start: { dialog: 'callMeBack', slots: {} } }],
    });
    return;
  }
  turn.state.lastHandoff = handoff.id;
  const ending = news.by === 'gone' ? t('gone') : t('completed', { agent });
  const summary = news.message ? t('summary', { summary: maskText(news.message).masked }) : '';
  const isUnseen = news.by === 'agent' && isRecent(turn, handoff.unansweredSince);
  const parts = [ending, summary, isUnseen ? t('unseen') : '', t('askRating')];
  await show(turn, {
    text: parts.filter(Boolean).join('\n'),
    choices: [
      ...(isUnseen ? [personChoice(turn)] : []),
      ...ratingChoices(turn),
      transcriptChoice(turn),
    ],
  });
  if (dc.activeDialog) await repromptKeeping(dc, turn);
}

/** The open question or quote comes back, and the buttons just shown stay good. */
async function repromptKeeping(dc: DialogContext, turn: Turn): Promise<void> {
  const { offered } = turn.state;
  await dc.repromptDialog();
  turn.state.offered = [...turn.state.offered, ...offered];
}

const justNowMs = 60_000;

/** Said so shortly before the end that the agent may not have read it any more. */
const isRecent = ({ now }: Turn, at: string | undefined) =>
  at !== undefined && now.getTime() - Date.parse(at) < justNowMs;

function personChoice(turn: Turn) {
  const label = talkOf(turn, 'common').t('choice.person');
  return { label, start: { dialog: 'talkToPerson', slots: {} } };
}

function transcriptChoice(turn: Turn) {
  const label = talkOf(turn, 'getTranscript').t('ask');
  return { label, start: { dialog: 'getTranscript', slots: {} } };
}

function ratingChoices(turn: Turn) {
  const { t } = talkOf(turn, 'handoff');
  return ratings.map((rating) => ({
    label: t(`rating.${rating}`),
    start: { dialog: 'ratePerson', slots: { rating: String(rating) } },
  }));
}

/** An agent's words: shown as theirs, masked like everybody's. No dialog hears them, so they confirm nothing. */
export async function agentLine(turn: Turn, { handoffId, agent, text }: LineNews): Promise<void> {
  const { handoff, language } = turn.state;
  if (handoff?.id !== handoffId || handoff.status !== 'accepted') return;
  const { unansweredSince: _answered, ...answered } = handoff;
  turn.state.handoff = answered;
  const { t } = talkOf(turn, 'handoff');
  const label = t('speaker.agent', { agent: handoff.agent ?? agent });
  await turn.show({
    text: maskText(text, 'agent').masked,
    language,
    speaker: { kind: 'agent', label },
  });
}

/** Says something of the assistant's own without touching what was offered: an open card stays as it was. */
async function announce(turn: Turn, text: string): Promise<void> {
  const { t, language } = talkOf(turn, 'handoff');
  await turn.show({
    text,
    language,
    speaker: { kind: 'assistant', label: t('speaker.assistant') },
  });
}

const longestWaitMs = 2 * 60 * 60_000;

/** How it stands, after minutes of waiting, with a ring-back in its place (R31). */
export async function stillWaiting(
  turn: Turn,
  { handoffId }: { handoffId: string },
): Promise<void> {
  const { handoff } = turn.state;
  const { desk } = turn.services;
  if (handoff?.id !== handoffId || handoff.status !== 'waiting' || !desk) return;
  const { priority, requestedAt } = handoff.context;
  const waitedMs = turn.now.getTime() - Date.parse(requestedAt);
  const { t } = talkOf(turn, 'handoff');
  try {
    const { state, ahead } = await desk.standing(priority, requestedAt, turn.channelId);
    const minutes = Math.max(1, Math.round(waitedMs / 60_000));
    const isTaken = state === 'open' || state === 'full';
    await announce(turn, t(isTaken ? 'stillWaiting' : 'nobodyThere', { ahead, minutes }));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
  if (waitedMs < longestWaitMs) remindWaiting(turn, handoffId);
}

/** The agent needs to know who speaks: the assistant asks, so that no agent ever sees a code (§5.4). */
export async function askIdentity(
  dc: DialogContext,
  turn: Turn,
  { handoffId }: { handoffId: string },
): Promise<void> {
  const { handoff } = turn.state;
  if (handoff?.id !== handoffId || handoff.status !== 'accepted' || liveIdentity(turn)) return;
  if (dc.activeDialog?.id === 'identification') await dc.repromptDialog();
  else await dc.beginDialog('identify', { slots: {} });
}
