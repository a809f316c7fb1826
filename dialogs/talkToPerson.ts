import type { HandoffReason } from '../ports/agentDesk.ts';
import { bookedView, slotChoices, untimedView } from './shared/callbackView.ts';
import { enquiry } from './shared/enquiry.ts';
import type { PersonAnswer } from './shared/handoff.ts';
import type { Talk, ViewDraft } from './shared/talk.ts';

/**
 * The way to a person, open to everyone at once and without a form (§9.1, INV-15): a place in the
 * queue of the desk. Where nobody can come, the hotline, and a ring-back at an hour of the customer's choice.
 */
export const talkToPerson = enquiry({
  name: 'talkToPerson',
  about: 'public',
  isAside: true,
  async lookUp({ reason }, { person, identity, callbacks }): Promise<Found> {
    const answer = await person(reason as HandoffReason | undefined);
    const isUntimed = isFallback(answer) && identity && callbacks.slots.length === 0;
    return { answer, ...(isUntimed && { reference: callbacks.request('talkToPerson') }) };
  },
  answer({ answer, reference }, talk) {
    if (!isFallback(answer)) return placeInQueue(answer, talk);
    const { t, operator, identity, callbacks } = talk;
    const { hotline } = operator;
    const why = ['none', 'empty'].includes(answer.kind) ? '' : t(`why.${answer.kind}`);
    if (reference) return withWhy(why, untimedView(talk, reference));
    if (callbacks.booked)
      return withWhy(why, bookedView(talk, t('callMeBack:already', { hotline }), callbacks.booked));
    if (identity && callbacks.slots.length > 0) {
      const text = why + t('offerCall', { hotline }) + t('callMeBack:pick');
      return { text, choices: slotChoices(talk, callbacks.slots) };
    }
    return {
      text: why + t(callbacks.slots.length > 0 ? 'proveForCall' : 'hotline', { hotline }),
      choices: [{ label: t('choice.callMe'), start: { dialog: 'callMeBack', slots: {} } }],
    };
  },
});

interface Found {
  readonly answer: PersonAnswer;
  /** Of a ring-back without an hour. */
  readonly reference?: string;
}

const withWhy = (why: string, view: ViewDraft): ViewDraft => ({ ...view, text: why + view.text });

type Fallback = Extract<PersonAnswer, { kind: 'down' | 'none' | 'closed' | 'empty' | 'full' }>;
type InQueue = Exclude<PersonAnswer, Fallback>;

const isFallback = (answer: PersonAnswer): answer is Fallback =>
  !['queued', 'waiting', 'talking'].includes(answer.kind);

/** The place in the queue and the wait as they are, and what the person will know (R31, §5.4). */
function placeInQueue(answer: InQueue, { t }: Talk): ViewDraft {
  const leave = { label: t('choice.leave'), start: { dialog: 'leavePerson', slots: {} } };
  if (answer.kind === 'talking') {
    return { text: t('talking', { agent: answer.agent }), choices: [leave] };
  }
  const { ahead, waitMs } = answer.standing;
  const wait =
    waitMs === undefined
      ? t('waitUnknown')
      : t('wait', { minutes: Math.max(1, Math.round(waitMs / 60_000)) });
  const text = t(answer.kind, { ahead }) + wait;
  return {
    text: ahead === 0 ? t(`${answer.kind}First`) + wait : text,
    ...(answer.kind === 'queued' && { notes: [t('passed')] }),
    choices: [
      { label: t('choice.stopWaiting'), start: { dialog: 'leavePerson', slots: {} } },
      { label: t('choice.callMe'), start: { dialog: 'callMeBack', slots: {} } },
    ],
  };
}

/** Leaves the queue or the agent; said, and what was open before is there again (E56). */
export const leavePerson = enquiry({
  name: 'leavePerson',
  about: 'public',
  isAside: true,
  lookUp: (_slots, { leavePerson: leave }) => leave(),
  answer(handoff, { t }) {
    const key = handoff?.status === 'accepted' ? 'left' : 'stopped';
    return {
      text: t(handoff ? key : 'none'),
      choices: [{ label: t('common:choice.person'), start: { dialog: 'talkToPerson', slots: {} } }],
    };
  },
});

/** How the talk with a person was, in one tap; nothing is asked after it. */
export const ratePerson = enquiry({
  name: 'ratePerson',
  about: 'public',
  isAside: true,
  lookUp: ({ rating }, { rate }) => rate(Number(rating)),
  answer: (isNoted, { t }) => ({ text: t(isNoted ? 'thanks' : 'nothingToRate') }),
});
