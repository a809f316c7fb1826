import type { Activity } from 'botbuilder';
import type { Received } from '../ports/store.ts';
import type { View } from '../ports/view.ts';

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
