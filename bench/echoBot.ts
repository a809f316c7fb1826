import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type Activity,
  ActivityHandler,
  BotAdapter,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import restify from 'restify';
import { type WebSocket, WebSocketServer } from 'ws';

// The measure: botbuilder's EchoBot behind the same wire as ours. It keeps nothing, checks nobody and
// asks no carrier. Its reply carries the card of a bill, so that both send the same JSON.
const sample = JSON.parse(readFileSync(process.env.BENCH_REPLY_FILE ?? '', 'utf8'));
const streams = new Map<string, WebSocket>();

class StreamAdapter extends BotAdapter {
  process(activity: Partial<Activity>, bot: ActivityHandler): Promise<void> {
    const context = new TurnContext(this, activity);
    return this.runMiddleware(context, (turn) => bot.run(turn));
  }

  override async sendActivities(
    _context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    for (const activity of activities) {
      const stream = streams.get(activity.conversation?.id ?? '');
      stream?.send(JSON.stringify({ activities: [activity], watermark: '1' }));
    }
    return activities.map(() => ({ id: randomUUID() }));
  }

  override async updateActivity(): Promise<void> {}
  override async deleteActivity(): Promise<void> {}
  override async continueConversation(): Promise<void> {}
}

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity({ ...sample, text: `Echo: ${context.activity.text}` });
      await next();
    });
  }
}

const adapter = new StreamAdapter();
const bot = new EchoBot();
const server = restify.createServer({ name: '' });
const base = '/v3/directline/conversations';
server.use(restify.plugins.jsonBodyParser({ mapParams: false }));
server.post(base, async (request, response) => {
  const conversationId = randomUUID();
  const streamUrl = `ws://${request.headers.host}${base}/${conversationId}/stream`;
  response.send(201, { conversationId, streamUrl });
});
server.post(`${base}/:id/activities`, async (request, response) => {
  const id = randomUUID();
  const conversation = { id: request.params.id } as Activity['conversation'];
  const from = { id: 'customer', name: '', role: 'user' };
  const recipient = { id: 'echo', name: 'Echo', role: 'bot' };
  const activity = { ...request.body, id, from, recipient, conversation, channelId: 'directline' };
  await adapter.process(activity, bot);
  response.send(200, { id });
});
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
  sockets.handleUpgrade(request, socket, head, (open) => {
    const id = request.url?.split('/').at(-2) ?? '';
    streams.set(id, open);
    open.on('close', () => streams.delete(id));
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`EchoBot  http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
