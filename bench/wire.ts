import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder';
import restify from 'restify';
import { type WebSocket, WebSocketServer } from 'ws';

const streams = new Map<string, WebSocket>();

/** Sends what a bot says to the stream of its conversation. */
class StreamAdapter extends BotAdapter {
  process(activity: Partial<Activity>, logic: Logic): Promise<void> {
    return this.runMiddleware(new TurnContext(this, activity), logic);
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

type Logic = (context: TurnContext) => Promise<void>;

/** Serves a bot of the SDK behind the same wire as ours: restify, a POST, a socket; nobody is checked. */
export function serveOnWire(name: string, logic: Logic): void {
  const adapter = new StreamAdapter();
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
    const recipient = { id: name, name, role: 'bot' };
    const activity = {
      ...request.body,
      id,
      from,
      recipient,
      conversation,
      channelId: 'directline',
    };
    await adapter.process(activity, logic);
    response.send(200, { id });
  });
  serveXml(server, logic);
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, socket, head, (open) => {
      const id = request.url?.split('/').at(-2) ?? '';
      streams.set(id, open);
      open.on('close', () => streams.delete(id));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    console.log(`${name}  http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

/** Answers a plain push of WeChat in the same request: no signature, no encryption, no memory. */
function serveXml(server: restify.Server, logic: Logic): void {
  server.post('/channels/wechat', async (request, response) => {
    const xml = String(request.body);
    const field = (name: string) =>
      new RegExp(`<${name}><!\\[CDATA\\[(.*?)\\]\\]>`).exec(xml)?.[1] ?? '';
    const said: string[] = [];
    const adapter = new StreamAdapter();
    adapter.sendActivities = async (_context, activities) => {
      said.push(...activities.map((activity) => activity.text ?? ''));
      return activities.map(() => ({ id: randomUUID() }));
    };
    const conversation = { id: field('FromUserName') } as Activity['conversation'];
    const from = { id: field('FromUserName'), name: '', role: 'user' };
    const recipient = { id: field('ToUserName'), name: '', role: 'bot' };
    const heard = { type: 'message', text: field('Content'), channelId: 'wechat' };
    await adapter.process({ ...heard, id: randomUUID(), from, recipient, conversation }, logic);
    response.setHeader('content-type', 'text/xml');
    response.end(
      `<xml><ToUserName><![CDATA[${from.id}]]></ToUserName><FromUserName><![CDATA[${recipient.id}]]></FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${said.join('\n')}]]></Content></xml>`,
    );
  });
}
