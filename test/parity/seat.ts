import type { ConversationParts, Conversations } from '../../bots/conversations.ts';
import type { Clock, Vault } from '../../ports/services.ts';
import type { Store, StoredActivity } from '../../ports/store.ts';

/** What a customer sends, with the sender's own key: the same key again is the same message. */
export interface Said {
  readonly text: string;
  readonly key: string;
  readonly token?: string | undefined;
  readonly browser?: string | undefined;
}

/** Where the customer of a talk sits: behind one channel, whose wire is all that is between. */
export interface Seat {
  readonly conversationId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Only the last message of a turn offers something to choose. */
  readonly lastChoicesOnly?: boolean;
  /** Where replies go; channels that read the store have none. */
  readonly reference?: Readonly<Record<string, unknown>>;
  readonly parts: Pick<ConversationParts, 'renderFor' | 'deliveryOf' | 'deliver'>;
  /** Opens the channel's door; from now on `says` goes over HTTP. */
  open(conversations: Conversations): Promise<void>;
  /** Resolves when the message is recorded. */
  says(said: Said): Promise<void>;
  /** What the channel showed since the last look; `committed` is what the store has new. */
  look(committed: readonly StoredActivity[]): Promise<string>;
}

/** What every seat is made with. */
export interface SeatParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Lets the talk's time pass, with what is due meanwhile. */
  readonly passes: (ms: number) => Promise<void>;
}

/** Everything an activity shows, in the order in which it is read; cards as their words. */
export function wordsOf(activity: StoredActivity): string {
  const {
    text,
    attachments = [],
    suggestedActions,
  } = activity as {
    text?: string;
    attachments?: ReadonlyArray<{ content?: unknown }>;
    suggestedActions?: { actions?: ReadonlyArray<{ title?: string }> };
  };
  const titles = (suggestedActions?.actions ?? []).map(({ title = '' }) => title);
  return [text, ...attachments.flatMap(({ content }) => wordsIn(content)), ...titles].join('\n');
}

interface Element {
  readonly type?: string;
  readonly text?: string;
  readonly title?: string;
  readonly url?: string;
  readonly body?: readonly Element[];
  readonly items?: readonly Element[];
  readonly columns?: readonly Element[];
  readonly actions?: readonly Element[];
  readonly card?: Element;
}

function wordsIn(given: unknown): string[] {
  const {
    text,
    title,
    url,
    body = [],
    items = [],
    columns = [],
    actions = [],
    card,
  } = given as Element;
  const own = [text?.replace(/\\([\\`*_[\]<>~#|+.-])/g, '$1'), title, url];
  return [
    ...own.filter((words) => words !== undefined),
    ...[...body, ...items, ...columns, ...actions, ...(card ? [card] : [])].flatMap(wordsIn),
  ];
}
