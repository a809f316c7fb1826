import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  TurnContext,
} from 'botbuilder';
import type { Request, Response, Server } from 'restify';
import type { Reception } from '../bots/reception.ts';
import type { Log } from '../ports/services.ts';
import type { Store, StoredActivity } from '../ports/store.ts';
import { sendJson } from './http.ts';

/** What the Azure channels need. */
export interface BotFrameworkParts {
  readonly reception: Reception;
  readonly store: Store;
  readonly log: Log;
  readonly appId?: string | undefined;
  readonly appPassword?: string | undefined;
  readonly appType: string;
  readonly tenantId?: string | undefined;
  /** Opens the endpoint without authentication, for the Emulator on the developer's own machine. */
  readonly emulator: boolean;
}

/** How replies travel to a channel: where to, and what. */
export interface Delivery {
  readonly reference: Partial<ConversationReference>;
  readonly replies: readonly StoredActivity[];
}

const replyTimeoutMs = 15_000;

/** Serves `POST /api/messages`; returns the way replies are delivered. Closed unless configured. */
export function addBotFramework(server: Server, parts: BotFrameworkParts): (payload: unknown) => Promise<void> {
  const { appId = '', appPassword = '', appType, tenantId = '', emulator, log } = parts;
  if (!appId && !emulator) {
    server.post('/api/messages', async (_request: Request, response: Response) =>
      sendJson(response, 403, { error: { code: 'ChannelClosed', message: 'Set MICROSOFT_APP_ID to open this channel.' } }),
    );
    return async () => {
      throw new Error('the Bot Framework channel is closed');
    };
  }
  const authentication = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppType: appType,
    MicrosoftAppTenantId: tenantId,
  });
  const adapter = new CloudAdapter(authentication);
  adapter.onTurnError = async (_context, error) => log.error('botFramework.fault', { reason: error.name });
  server.post('/api/messages', async (request: Request, response: Response) => {
    const { headers, body, method = 'POST' } = request;
    await adapter.process({ headers, body, method }, response, (context) => accept(context, parts));
  });
  return async (payload) => {
    const { reference, replies } = payload as Delivery;
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      await context.sendActivities(replies.map((reply) => reply as Partial<Activity>));
    });
  };
}

/** Records what came in; the answer goes out by the worker, or with this response if the channel waits. */
async function accept(context: TurnContext, { reception, store }: BotFrameworkParts): Promise<void> {
  const { activity } = context;
  const { id, channelId, from, conversation, deliveryMode, text, locale } = activity;
  const conversationId = `${channelId}|${conversation.id}`;
  const reference = TurnContext.getConversationReference(activity);
  const sender = { conversationId, channelId, userId: from.id };
  await reception.open({
    ...sender,
    ...(locale && { locale }),
    ...(deliveryMode !== 'expectReplies' && { reference }),
  });
  if (activity.type !== 'message') return;
  const waits = deliveryMode === 'expectReplies';
  const replies = waits ? repliesTo(store, conversationId) : undefined;
  const { activityId } = await reception.receive({
    ...sender,
    key: id ?? crypto.randomUUID(),
    activity: {
      type: 'message',
      text: text ?? '',
      from,
      channelId,
      ...(locale && { locale }),
      // Where replies go; with expectReplies they go into this very response.
      ...(!waits && { channelData: { reference } }),
    },
  });
  if (replies) await context.sendActivities(await replies.of(activityId));
}

/** Collects the replies to one message as they are committed, for a channel that waits for them. */
function repliesTo(store: Store, conversationId: string) {
  let wanted: string | undefined;
  const found: Partial<Activity>[] = [];
  let settle: () => void = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const seen: StoredActivity[] = [];
  const take = () => {
    if (wanted === undefined || !seen.some(({ replyToId }) => replyToId === wanted)) return;
    // A first message is answered after the greeting: both belong into this response.
    found.push(...(seen.filter(({ replyToId }) => replyToId !== undefined) as Partial<Activity>[]));
    settle();
  };
  const stop = store.listen((news) => {
    if (news.conversationId !== conversationId) return;
    seen.push(...news.activities.map(({ activity }) => activity));
    take();
  });
  return {
    async of(activityId: string): Promise<Partial<Activity>[]> {
      wanted = activityId;
      take();
      const timer = setTimeout(settle, replyTimeoutMs);
      await settled;
      clearTimeout(timer);
      stop();
      return found;
    },
  };
}
