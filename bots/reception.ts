import type { Activity } from 'botbuilder';
import type { InnerEvent } from '../dialogs/shared/innerEvents.ts';
import { browserKey } from '../dialogs/shared/oncePage.ts';
import { smsReplyKey } from '../dialogs/shared/orderCode.ts';
import { maskText } from '../domain/masking.ts';
import { readSmsReply } from '../domain/smsReply.ts';
import type { Clock, Ids, Vault } from '../ports/services.ts';
import type { SmsReply } from '../ports/sms.ts';
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
  /** The secret cookie of the sender's browser, where it sent one; kept as a keyed hash. */
  readonly browser?: string | undefined;
}

/** An opened conversation; `duplicate`: its opening is on record from before, and nobody greets again. */
export interface Opened extends Received {
  /** False: the conversation was there already. */
  readonly isNew: boolean;
}

/**
 * The one door between channels and the bot. Whatever is handed in resolves when it is safely
 * recorded, not when it is answered: the answer arrives as news of the store, also after a crash.
 */
export interface Reception {
  /** Opens a conversation and has the bot greet. */
  open(visitor: Visitor): Promise<Opened>;
  receive(message: IncomingMessage): Promise<Received>;
  /** Tells a conversation what happened inside: a worker's result, the clock. The same key once. */
  tell(news: InnerNews): Promise<void>;
  /** Whether a conversation was told something under this key. */
  hasTold(conversationId: string, key: string): Promise<boolean>;
  /** An SMS from a customer's phone: finds the quote that waits for it. False: nothing waits. */
  hearSms(reply: SmsReply): Promise<boolean>;
}

/** Something for a conversation from inside the house; its content travels sealed. */
export interface InnerNews {
  readonly conversationId: string;
  readonly key: string;
  readonly event: InnerEvent;
  /** Sealed reply address, for channels that do not read the store. */
  readonly replyTo?: string | undefined;
  /** What of it stays in the record: masked, and seen by agents, never by clients. */
  readonly shown?: Readonly<Record<string, unknown>>;
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

/** The longest message that is read: of half a message nobody knows whether the other half withdraws. */
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

  /** The link stays: a gateway that delivers twice must find the same quote, which answers once. */
  async function quoteAwaiting(from: string, text: string) {
    const said = readSmsReply(text);
    if (!said) return undefined;
    const digest = vault.digest(smsReplyKey(from, `${said.letter}${said.shortCode}`));
    const sealed = await store.readLink(digest, clock().toISOString());
    if (sealed === undefined) return undefined;
    const target = JSON.parse(vault.open(sealed)) as {
      conversationId: string;
      quoteId: string;
      replyTo?: string;
    };
    return { ...target, answer: said.letter === 'Y' ? ('yes' as const) : ('no' as const) };
  }

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
      const received = await record(inbound, verifiedPhoneNumber ? { verifiedPhoneNumber } : {});
      return { ...received, isNew };
    },
    async tell({ conversationId, key, event, replyTo, shown }) {
      const conversation = await store.conversation(conversationId);
      if (!conversation) return;
      const activity = {
        type: 'event',
        name: event.name,
        timestamp: clock().toISOString(),
        ...(shown && { value: shown }),
        ...(replyTo && { channelData: { reference: { sealed: replyTo } } }),
      };
      await record({ conversationId, ...conversation, key: `inner:${key}`, activity }, { event });
    },
    hasTold: (conversationId, key) => store.hasReceived(conversationId, `inner:${key}`),
    async hearSms({ id, from, text }) {
      const found = await quoteAwaiting(from, text);
      if (!found) return false;
      const { conversationId, quoteId, replyTo, answer } = found;
      await this.tell({
        conversationId,
        key: `sms:${id}`,
        replyTo,
        event: { name: 'smsReply', value: { quoteId, answer } },
      });
      return true;
    },
    async receive({ conversationId, channelId, userId, key, activity, address, browser }) {
      if (activity.type !== 'message') return { activityId: newId(), duplicate: false };
      const { text: said = '' } = activity;
      const isTooLong = said.length > longestText;
      const text = isTooLong ? '' : said;
      const kept = {
        ...activity,
        text: maskText(text).masked,
        timestamp: clock().toISOString(),
      };
      return record(
        { conversationId, channelId, userId, key, activity: kept },
        {
          text,
          ...(isTooLong && { isTooLong }),
          ...(address && { addressDigest: vault.digest(address) }),
          ...(browser && { browserDigest: vault.digest(browserKey(browser)) }),
        },
      );
    },
  };
}
