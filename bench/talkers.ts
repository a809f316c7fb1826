import { once } from 'node:events';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { askJson } from './http.ts';

/** One conversation that asks again and again. */
export interface Talker {
  /** Asks once; resolves with the reply when it has arrived, throws when it is not the one awaited. */
  ask(): Promise<Reply>;
  close(): void;
}

/** A message of the bot, as it came over the wire. */
export interface Reply {
  readonly type: string;
  readonly text?: string;
  readonly from?: { readonly role?: string };
  readonly replyToId?: string;
}

/** A talk in which anything can be said. */
export interface OpenTalk extends Talker {
  readonly greeted: Promise<unknown>;
  /** Resolves with the first answer when it has arrived. */
  says(text: string): Promise<Heard>;
}

/** The customer who asks, and the words of the bill that prove the answer is one. */
export const customer = {
  phoneNumber: '13800138001',
  question: '上个月账单',
  answered: /¥\d+\.\d\d/,
} as const;

/** A token of the widget for a customer whom the operator's own page vouches for: no SMS in between. */
export async function tokenFor(
  url: string,
  userTokenKey: string,
  phoneNumber: string,
): Promise<string> {
  const userToken = await new SignJWT({ phone_number: phoneNumber })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('operator')
    .setAudience('mingbai')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(userTokenKey));
  const given = { userToken, locale: 'zh-CN' };
  const origin = { origin: url };
  const { token } = await askJson<{ token: string }>('POST', `${url}/widget/token`, given, origin);
  return token;
}

/** A talk with the bot by a customer vouched for. */
export async function talkToBot(url: string, userTokenKey: string): Promise<Talker> {
  const token = await tokenFor(url, userTokenKey, customer.phoneNumber);
  const talker = await talkOverDirectLine(url, { authorization: `Bearer ${token}` });
  await talker.greeted;
  return talker;
}

/** A talk over Direct Line: posted by HTTP, answered on the socket. */
export async function talkOverDirectLine(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenTalk> {
  const base = `${url}/v3/directline/conversations`;
  const { conversationId, streamUrl } = await askJson<{
    conversationId: string;
    streamUrl: string;
  }>('POST', base, {}, headers);
  const socket = new WebSocket(streamUrl);
  const replies = repliesOn(socket);
  const greeted = replies.next();
  greeted.catch(() => {});
  await once(socket, 'open');
  const address = `${base}/${conversationId}/activities`;
  async function says(text: string): Promise<Heard> {
    const replied = replies.next();
    const message = { type: 'message', text, locale: 'zh-CN' };
    const [posted, heard] = await Promise.all([
      askJson<{ id: string }>('POST', address, message, headers),
      replied,
    ]);
    if (heard.reply.replyToId !== posted.id) throw new Error('a reply to another message');
    return heard;
  }
  return {
    greeted,
    says,
    async ask() {
      const { reply, frame } = await says(customer.question);
      if (!customer.answered.test(frame)) throw new Error(`not a bill: ${reply.text}`);
      return reply;
    },
    close: () => socket.terminate(),
  };
}

/** The bot's messages one by one; nobody asks before the last answer came. */
function repliesOn(socket: WebSocket) {
  let settle: { resolve(heard: Heard): void; reject(error: Error): void } | undefined;
  socket.on('message', (data) => {
    const frame = String(data);
    if (frame === '') return;
    const { activities } = JSON.parse(frame) as { activities: Reply[] };
    const reply = activities.find(({ type, from }) => type === 'message' && from?.role === 'bot');
    if (reply) settle?.resolve({ reply, frame });
  });
  socket.on('error', (error) => settle?.reject(error));
  socket.on('close', () => settle?.reject(new Error('the stream was closed')));
  return {
    next: () =>
      new Promise<Heard>((resolve, reject) => {
        settle = { resolve, reject };
      }),
  };
}

/** A reply and the frame it came in. */
export interface Heard {
  readonly reply: Reply;
  readonly frame: string;
}

/** Asks the bare handler, which answers in the same request. */
export async function talkToBareServer(url: string): Promise<Talker> {
  const message = { type: 'message', text: customer.question, locale: 'zh-CN' };
  return {
    ask: () => askJson<Reply>('POST', `${url}/messages`, message),
    close() {},
  };
}
