import type { DialogInstance } from 'botbuilder-dialogs';
import { type Challenge, codeRules } from '../../domain/verification.ts';
import type { Turn } from './turn.ts';

/** Has what is kept of a code forgotten when its minutes are over, also when nobody speaks any more (rights §7). */
export function intendForgetting(
  { services, conversationId, intend }: Turn,
  { sentAtMs }: Challenge,
): void {
  const reminder = { conversationId, event: 'codeOver', value: { sentAtMs } };
  intend({
    kind: 'remind',
    sealedPayload: services.vault.seal(JSON.stringify(reminder)),
    notBefore: new Date(sentAtMs + codeRules.lifetimeMs).toISOString(),
  });
}

/** Forgets the keyed hash of a code that is over; that there was one stays, so that the customer is told. */
export function forgetCode(
  stack: readonly DialogInstance[],
  { sentAtMs }: Pick<Challenge, 'sentAtMs'>,
): void {
  for (const { state } of stack) {
    const { challenge } = (state ?? {}) as { challenge?: Challenge };
    if (challenge?.sentAtMs === sentAtMs) state.challenge = { ...challenge, digest: '' };
  }
}
