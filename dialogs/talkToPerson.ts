import type { HandoffReason } from '../ports/agentDesk.ts';
import { enquiry } from './shared/enquiry.ts';
import type { PersonAnswer } from './shared/handoff.ts';
import type { Talk, ViewDraft } from './shared/talk.ts';

/**
 * The way to a person, open to everyone at once and without a form (§9.1, INV-15): a place in the
 * queue of the desk. Where nobody can come, the hotline, and a ring-back on record for a customer whose
 * number is known.
 */
export const talkToPerson = enquiry({
  name: 'talkToPerson',
  about: 'public',
  isAside: true,
  async lookUp({ reason }, { person, identity, requestCallback }) {
    const answer = await person(reason as HandoffReason | undefined);
    if (!isFallback(answer)) return { answer };
    return { answer, reference: identity && requestCallback('talkToPerson') };
  },
  answer({ answer, reference }, talk) {
    const { t, operator, identity, format, now } = talk;
    if (!isFallback(answer)) return placeInQueue(answer, talk);
    const { hotline } = operator;
    const why = ['none', 'empty'].includes(answer.kind) ? '' : t(`why.${answer.kind}`);
    if (!reference || !identity) {
      return {
        text: why + t('hotline', { hotline }),
        choices: [{ label: t('choice.callMe'), start: { dialog: 'callMeBack', slots: {} } }],
      };
    }
    return {
      text: why + t('booked', { hotline }),
      sections: [
        {
          rows: [
            { term: t('reference'), value: reference, emphasis: true },
            { term: t('number'), value: identity.maskedNumber },
            { term: t('requestedAt'), value: format.dateTime(now.toISOString()) },
          ],
        },
      ],
    };
  },
});

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

/** The same after proving the number, so that nobody can have a stranger rung up. Who waited waits no more. */
export const callMeBack = enquiry({
  name: 'callMeBack',
  about: 'line',
  isAside: true,
  lookUp(_slots, { requestCallback, leavePerson }) {
    leavePerson();
    return requestCallback('talkToPerson');
  },
  answer: (reference, { t, operator, identity }) => ({
    text: t('booked', { hotline: operator.hotline }),
    sections: [
      {
        rows: [
          { term: t('talkToPerson:reference'), value: reference, emphasis: true },
          { term: t('talkToPerson:number'), value: identity.maskedNumber },
        ],
      },
    ],
  }),
});

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
