import { newState } from '../dialogs/shared/state.ts';
import type { DialogServices } from '../dialogs/shared/turn.ts';
import type { Log } from '../ports/services.ts';
import type { ClaimedTurn } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';
import type { Answer } from './customerBot.ts';

/** Where an error happened, without its message: messages may quote what a customer typed (INV-5). */
function trail(error: unknown): string[] {
  if (!(error instanceof Error)) return [typeof error];
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '));
  return [error.name, ...frames.slice(0, 8).map((line) => line.trim())];
}

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
  log.error('turn.bug', { incident, conversationId: claimed.conversationId, trail: trail(error) });
  const text = t('common:incident', { hotline, incident });
  return {
    state,
    views: [{ text, language: state.language }],
    intents: [],
    evidence: [],
    links: [],
  };
}
