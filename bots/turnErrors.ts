import { newState } from '../dialogs/shared/state.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import { errorTrail } from '../domain/errorTrail.ts';
import type { Log } from '../ports/services.ts';
import type { ClaimedTurn } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { Answer } from './customerBot.ts';

/**
 * A bug answers with an incident number the customer can quote and the engineer can find; the
 * conversation is as it was before. What did not answer in time gets the plain sentence instead.
 */
export function answerError(
  error: unknown,
  claimed: ClaimedTurn,
  services: DialogServices,
  log: Log,
): Answer {
  const state = { ...newState('zh-CN'), ...claimed.state };
  const t = services.texts[state.language];
  const { hotline } = services.operator;
  if (error instanceof Unavailable) {
    log.warn('turn.unavailable', { port: error.port, reason: error.reason });
    const text = t('common:unavailable', { hotline });
    return {
      state,
      views: [{ text, language: state.language }],
      intents: [],
      evidence: [],
      links: [],
    };
  }
  const incident = services.newId().slice(0, 8).toUpperCase();
  log.error('turn.bug', {
    incident,
    conversationId: claimed.conversationId,
    trail: errorTrail(error),
  });
  const text = t('common:incident', { hotline, incident });
  return {
    state,
    views: [{ text, language: state.language }],
    intents: [],
    evidence: [],
    links: [],
  };
}
