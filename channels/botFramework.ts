import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TurnContext,
} from 'botbuilder';
import { LRUCache } from 'lru-cache';
import type { Server } from 'restify';
import type { Reception } from '../bots/reception.ts';
import type { Ids, Log, Vault } from '../ports/services.ts';
import type { Store } from '../ports/store.ts';
import { Unavailable } from '../ports/unavailable.ts';
import { pressedButton } from './cardButton.ts';
import { closedDelivery, type Delivery, outgoing, type ReplyAddress } from './delivery.ts';
import { answering, HttpRefusal, type JsonAnswer, logFault } from './http.ts';
import { awaitReplies } from './replies.ts';

/** What the Azure channels need. */
export interface BotFrameworkParts {
  readonly reception: Reception;
  readonly store: Store;
  readonly vault: Vault;
  readonly log: Log;
  readonly newId: Ids;
  readonly appId?: string | undefined;
  readonly appPassword?: string | undefined;
  readonly appType: string;
  readonly tenantId?: string | undefined;
  /** Opens the endpoint without authentication, for the Emulator on the developer's own machine. */
  readonly emulator: boolean;
}

/** Delivers one turn's replies. Throws `Unavailable` when it is worth another try. */
export type Deliver = (payload: unknown, id: string) => Promise<void>;

/** The SDK's own `process` prints errors and shows their words to the caller; this passes them on. */
class Adapter extends CloudAdapter {
  receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ) {
    return this.processActivity(authorization, activity, logic);
  }
}

/** Serves `POST /api/messages`; returns the way replies are delivered. Closed unless configured. */
export function addBotFramework(server: Server, parts: BotFrameworkParts): Deliver {
  const { appId = '', appPassword = '', appType, tenantId = '', emulator, log } = parts;
  const onFault = logFault(log);
  if (!appId && !emulator) {
    const message = 'Set MICROSOFT_APP_ID to open this channel.';
    const closed = async () => {
      throw new HttpRefusal(403, 'ChannelClosed', message);
    };
    server.post('/api/messages', answering(closed, onFault));
    return closedDelivery;
  }
  const adapter = new Adapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: appId,
      MicrosoftAppPassword: appPassword,
      MicrosoftAppType: appType,
      MicrosoftAppTenantId: tenantId,
    }),
  );
  server.post(
    '/api/messages',
    answering(
      ({ headers, body }) => receive(adapter, headers.authorization ?? '', body, parts),
      onFault,
    ),
  );
  return deliverWith(adapter, appId);
}

async function receive(
  adapter: Adapter,
  authorization: string,
  body: unknown,
  parts: BotFrameworkParts,
): Promise<JsonAnswer> {
  const activity = body as Activity | null | undefined;
  if (typeof activity?.type !== 'string') {
    throw new HttpRefusal(400, 'BadArgument', 'Send an activity.');
  }
  let isAuthentic = false;
  try {
    const answer = await adapter.receive(authorization, activity, (context) => {
      isAuthentic = true;
      return accept(context, parts);
    });
    return { status: answer?.status ?? 200, body: answer?.body ?? {} };
  } catch (error) {
    if (isAuthentic) throw error;
    parts.log.warn('botFramework.notAuthentic', { reason: (error as Error).name });
    throw new HttpRefusal(401, 'Unauthorized', 'The token is missing or not valid.');
  }
}

/** Records what came in; the answer goes out by the worker, or with this response if the channel waits. */
async function accept(context: TurnContext, parts: BotFrameworkParts): Promise<void> {
  const { reception, store, vault, newId, log } = parts;
  const { activity } = context;
  const userId = writerOf(activity);
  if (!userId || !activity.conversation?.id) return;
  if (activity.conversation.isGroup) {
    // Bills are not read out in company: the bot talks to one customer at a time.
    log.info('botFramework.groupIgnored', { channelId: activity.channelId });
    return;
  }
  const { id, channelId, type, locale } = activity;
  const button = pressedButton(activity.value);
  const waits = activity.deliveryMode === 'expectReplies';
  // On some channels these ids are phone numbers: they stay sealed or hashed (rights §5.3 G).
  const conversationId = `bf-${vault.digest(`${channelId}|${activity.conversation.id}`)}`;
  const sender = { conversationId, channelId, userId: vault.digest(`${channelId}|${userId}`) };
  const reference: ReplyAddress = {
    sealed: vault.seal(JSON.stringify(TurnContext.getConversationReference(activity))),
    ...(waits && { waits }),
  };
  const replies = waits ? awaitReplies(store, conversationId) : undefined;
  try {
    const language = typeof locale === 'string' ? { locale } : {};
    const opened = await reception.open({ ...sender, ...language, reference: { ...reference } });
    if (type !== 'message') {
      if (opened.isNew && replies)
        await context.sendActivities((await replies.first()).map(outgoing));
      return;
    }
    const received = await reception.receive({
      ...sender,
      key: `client:${id ?? newId()}`,
      activity: {
        type,
        text: activity.text || button.text,
        textFormat: 'plain',
        channelId,
        ...language,
        ...(button.token && { value: { token: button.token } }),
        channelData: { reference },
      },
    });
    if (replies) await context.sendActivities((await replies.to(received, opened)).map(outgoing));
  } finally {
    replies?.stop();
  }
}

/** Who writes, or who just came in; nobody for what is neither. */
function writerOf({ type, from, recipient, membersAdded }: Activity): string | undefined {
  if (type === 'message') return from?.id;
  if (type !== 'conversationUpdate') return undefined;
  return membersAdded?.find(({ id }) => id !== recipient?.id)?.id;
}

/** Beyond the tries of one process a repeat is possible: the channels know no idempotency key. */
function deliverWith(adapter: CloudAdapter, appId: string): Deliver {
  const sentOf = new LRUCache<string, number>({ max: 10_000 });
  return async (payload, id) => {
    const { reference, replies } = payload as Delivery;
    try {
      await adapter.continueConversationAsync(appId, reference, async (context) => {
        for (let sent = sentOf.get(id) ?? 0; sent < replies.length; sent += 1) {
          const reply = replies[sent];
          if (reply) await context.sendActivity(outgoing(reply));
          sentOf.set(id, sent + 1);
        }
      });
    } catch (error) {
      const { statusCode } = error as { statusCode?: number };
      const isFinal = statusCode !== undefined && [400, 403, 404, 410, 413].includes(statusCode);
      if (isFinal) throw new Error('the channel does not take the replies', { cause: error });
      throw new Unavailable('botFramework', String(statusCode ?? 'network'), { cause: error });
    }
  };
}
