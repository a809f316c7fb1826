import type { Erased } from '../../ports/store.ts';
import { show, talkOf } from './talk.ts';
import type { Turn } from './turn.ts';

/** The erasure is done: how much it was, or that a hold forbade it. */
export async function sayErased(turn: Turn, erased: Erased): Promise<void> {
  const { t, operator } = talkOf(turn, 'deleteMyData');
  const { messages, conversations, isHeld } = erased;
  await show(turn, {
    text: isHeld
      ? t('held', { hotline: operator.hotline })
      : t('done', { messages, conversations }),
  });
}
