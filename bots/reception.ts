import type { Activity } from 'botbuilder';
import { maskText } from '../domain/masking.ts';
import type { Clock, Ids, Vault } from '../ports/services.ts';
import type { Inbound, Received, Store } from '../ports/store.ts';
import type { View } from '../ports/view.ts';
import type { Confidential } from './customerBot.ts';

/** Who opens a conversation, and through which door. */
export interface Visitor {
  readonly conversationId: string;
  /** `directline`, `msteams`, …: chooses the renderer. */
  readonly channelId: string;
  readonly userId: string;
  /** A hint for the first words; the customer's own choice wins later. */
  readonly locale?: string;
  /** A phone number the operator's own page vouches for (signed user token): level L1 without a code. */
  readonly verifiedPhoneNumber?: string;
  /** Where the channel takes replies, for channels that do not read the store. */
  readonly reference?: Readonly<Record<string, unknown>>;
}

/** A message as a channel received it, its sender already authenticated. */
export interface IncomingMessage {
  readonly conversationId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Same key, same message: the channel's message id. */
  readonly key: string;
  readonly activity: Partial<Activity>;
  /** Where it came from, for limits only; kept as a keyed hash. */
  readonly address?: string;
}

/**
 * The one door between channels and the bot. Both methods resolve when the message is safely
 * recorded, not when it is answered: the answer arrives as news of the store, also after a crash.
 */
export interface Reception {
  /** Opens a conversation and has the bot greet; false when it was open already. */
  open(visitor: Visitor): Promise<boolean>;
  receive(message: IncomingMessage): Promise<Received>;
}

/** Gives a view the form of a channel: text, cards, buttons. Set by `app.ts`, one per channel id. */
export type RenderView = (view: View) => Partial<Activity>;

/** Passes on what is not kept: for now that the bot is typing. */
export type Typing = (conversationId: string) => void;

/** What the reception needs. */
export interface ReceptionParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly newId: Ids;
  /** Has the conversation's recorded messages answered. */
  readonly wake: (conversationId: string) => void;
}

/** The longest message that is read; what is longer is cut, and nobody types more about a bill. */
const longestText = 2000;

/** Makes the door. A message is masked before it is recorded; its words travel sealed (rights §5.3). */
export function createReception({ store, vault, clock, newId, wake }: ReceptionParts): Reception {
  const record = async (
    inbound: Omit<Inbound, 'receivedAt' | 'sealedText'>,
    secret: Confidential,
  ) => {
    const received = await store.receive({
      ...inbound,
      sealedText: vault.seal(JSON.stringify(secret)),
      receivedAt: clock().toISOString(),
    });
    wake(inbound.conversationId);
    return received;
  };
  return {
    async open({ conversationId, channelId, userId, locale, verifiedPhoneNumber, reference }) {
      const openedAt = clock().toISOString();
      const isNew = await store.openConversation({
        id: conversationId,
        channelId,
        userId,
        openedAt,
      });
      const activity = {
        type: 'conversationUpdate',
        membersAdded: [{ id: userId }],
        recipient: { id: 'mingbai' },
        timestamp: openedAt,
        ...(locale && { locale }),
        ...(reference && { channelData: { reference } }),
      };
      // Recorded again when it was open: a crash between the two may have swallowed the greeting.
      const inbound = { conversationId, channelId, userId, key: 'open', activity };
      await record(inbound, verifiedPhoneNumber ? { verifiedPhoneNumber } : {});
      return isNew;
    },
    async receive({ conversationId, channelId, userId, key, activity, address }) {
      if (activity.type !== 'message') return { activityId: newId(), duplicate: false };
      const text = (activity.text ?? '').slice(0, longestText);
      const kept = {
        ...activity,
        text: maskText(text).masked,
        timestamp: clock().toISOString(),
      };
      return record(
        { conversationId, channelId, userId, key, activity: kept },
        { text, ...(address && { addressDigest: vault.digest(address) }) },
      );
    },
  };
}
