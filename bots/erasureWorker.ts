import type { ErasureWish } from '../dialogs/shared/ownData.ts';
import type { Clock } from '../ports/services.ts';
import type { Erased, Store } from '../ports/store.ts';
import type { IntentHandler } from './intentWorker.ts';
import type { Reception } from './reception.ts';

/** What erasing takes. */
export interface ErasureParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly reception: () => Reception;
}

/**
 * Erases what was said with a line's holder (E40), then says how much it was. The ledger knows whether it
 * was done already: a second attempt tells the first one's counts.
 */
export function createErasureHandler({ store, clock, reception }: ErasureParts): IntentHandler {
  return async (payload, requestId) => {
    const { replyTo, ...wish } = payload as ErasureWish;
    const { holder, conversationId } = wish;
    const records = await store.evidence(holder.customerId);
    const done = records.find(
      ({ kind, data }) => kind === 'erased' && data.requestId === requestId,
    );
    const erased =
      (done?.data as Erased | undefined) ??
      (await store.eraseTranscripts({ ...wish, requestId, at: clock().toISOString() }));
    const { messages, conversations, isHeld } = erased;
    await reception().tell({
      conversationId,
      key: `erased:${requestId}`,
      replyTo,
      event: { name: 'erased', value: { messages, conversations, isHeld } },
    });
  };
}
