import type { Start } from './state.ts';
import { show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** Says that the operator's system did not answer, and keeps the question for one tap (R9: nothing half-shown). */
export async function sayUnavailable(turn: Turn, start: Start): Promise<void> {
  const { t, operator } = talkOf(turn, 'common');
  turn.state.retry = start;
  await show(turn, {
    text: t('unavailable', { hotline: operator.hotline }),
    choices: [
      { label: t('choice.retry'), start },
      { label: t('choice.person'), start: { dialog: 'talkToPerson', slots: {} } },
    ],
  });
}
