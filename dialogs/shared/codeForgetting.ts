import type { DialogInstance } from 'botbuilder-dialogs';
import { type Challenge, codeRules } from '../../domain/verification.ts';
import type { ChangeState } from './changeState.ts';
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
    // A code that opens something, or the code of an order, which is kept with its quote.
    for (const holder of [state, (state as ChangeState | undefined)?.open]) {
      const { challenge } = (holder ?? {}) as { challenge?: Challenge };
      if (challenge?.sentAtMs === sentAtMs)
        Object.assign(holder ?? {}, { challenge: { ...challenge, digest: '' } });
    }
  }
}
