import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { createBuiltInDesk } from '../../adapters/agentDesk/builtIn.ts';
import { createChatwootDesk } from '../../adapters/agentDesk/chatwoot.ts';
import { createHubDesk } from '../../adapters/agentDesk/hub.ts';
import { linesOf } from '../../bots/deskLines.ts';
import { addChatwoot } from '../../channels/chatwoot.ts';
import { addHub } from '../../channels/hub.ts';
import { createServer as createBotServer, listen } from '../../channels/server.ts';
import type { OpeningHours } from '../../domain/openingHours.ts';
import type { AgentDesk } from '../../ports/agentDesk.ts';
import type { Store } from '../../ports/store.ts';
import { Unavailable } from '../../ports/unavailable.ts';
import { openChatwootServer } from './chatwootServer.ts';
import { closeAfterTest, closeAtEnd } from './closing.ts';
import type { Conversation } from './talk.ts';
import { silentLog } from './world.ts';

/** How a desk is run in a test. */
export interface House {
  readonly hours?: OpeningHours;
  readonly queueLimit?: number;
}

/** Who sits at a desk, whichever it is: what they see, and what they can do. */
export interface Agent {
  /** Everything the desk was given to read, in its order. */
  reads(): Promise<readonly string[]>;
  /** Takes the chat; a desk without a button for it by the first line. */
  takes(): Promise<void>;
  /** The same key is the same line delivered again. */
  says(text: string, key?: string): Promise<void>;
  ends(): Promise<void>;
  /** Nobody can take it. */
  fails(): Promise<void>;
}

/** A desk as the contract asks all of them. */
export interface DeskUnderTest {
  readonly name: AgentDesk['name'];
  /** Whether the desk can tell that nobody is there. */
  readonly knowsWhoIsThere: boolean;
  open(house?: House): (store: Store, clock: () => Date) => AgentDesk;
  agentOf(talk: Conversation): Promise<Agent>;
  goesDown(isDown: boolean): void;
  /** Whether somebody sits there. */
  isStaffed(isStaffed: boolean): void;
}

const rulesOf = ({ hours = ['00:00', '00:00'], queueLimit = 100 }: House = {}) =>
  ({ timeZone: 'Asia/Shanghai', hours, queueLimit }) as const;

/** A door of ours for what a desk elsewhere sends; gives where it is. */
async function openWebhook(
  add: (server: ReturnType<typeof createBotServer>) => void,
): Promise<string> {
  const server = createBotServer({ log: silentLog, registry: new Registry(), checks: {} });
  add(server);
  const listening = await listen(server, 0, '127.0.0.1');
  closeAfterTest(() => listening.close());
  return `http://127.0.0.1:${listening.port}`;
}

const wang = { id: 'wang', name: '小王' };

/** The desk of the house: its agents read the record and speak through the door. */
export function builtInDesk(): DeskUnderTest {
  let isDown = false;
  let isStaffed = true;
  return {
    name: 'builtIn',
    knowsWhoIsThere: true,
    open: (house) => (store, clock) => {
      const desk = createBuiltInDesk({ ...rulesOf(house), handoffs: store, clock });
      return {
        ...desk,
        async standing(...given) {
          if (isDown) throw new Unavailable('agentDesk', 'timeout');
          const seenAt = clock().toISOString();
          await store.seeAgent({ ...wang, isReady: isStaffed, seenAt });
          return desk.standing(...given);
        },
      };
    },
    agentOf: async ({ desk, store, id, waits }) => ({
      reads: async () => linesOf(await store.activities(id, 0, 1000)).map(({ text }) => text),
      takes: async () => void (await desk.accepts(wang)),
      says: async (text, key) => void (await desk.says(text, wang, key)),
      ends: async () => void (await desk.ends('', wang)),
      async fails() {
        await desk.door.end((await desk.handoff())?.id ?? '', 'desk');
        await waits(0);
      },
    }),
    goesDown: (value) => {
      isDown = value;
    },
    isStaffed: (value) => {
      isStaffed = value;
    },
  };
}

const secret = 'a secret of desk and bot that is long enough';
const sign = (seconds: number, body: string) =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');

async function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`the webhook answered ${response.status} ${answer}`);
}

/** A Chatwoot account: its API and its signed webhooks over real HTTP. */
export async function chatwootDesk(): Promise<DeskUnderTest> {
  const account = await openChatwootServer();
  return {
    name: 'chatwoot',
    knowsWhoIsThere: true,
    open: (house) => (store, clock) =>
      createChatwootDesk({
        ...rulesOf(house),
        handoffs: store,
        clock,
        url: account.url,
        accountId: '1',
        inboxId: '5',
        token: 'token',
        timeoutMs: 4000,
      }),
    async agentOf({ desk, store, now, waits }) {
      const url = await openWebhook((server) =>
        addChatwoot(server, { secret, door: desk.door, store, clock: now, log: silentLog }),
      );
      const handoffId = async () => (await desk.handoff())?.id ?? '';
      const send = async (event: object, delivery: string) => {
        const seconds = Math.floor(now().getTime() / 1000);
        const body = JSON.stringify(event);
        await post(`${url}/channels/chatwoot`, body, {
          'x-chatwoot-timestamp': String(seconds),
          'x-chatwoot-signature': `sha256=${sign(seconds, body)}`,
          'x-chatwoot-delivery': delivery,
        });
        await waits(0);
      };
      const says = async (content: string, key: string = randomUUID()) => {
        const conversation = { custom_attributes: { handoff_id: await handoffId() } };
        const sender = { id: 3, name: wang.name, type: 'user' };
        const line = { content, message_type: 'outgoing', private: false, sender, conversation };
        await send({ event: 'message_created', id: key, ...line }, `line-${key}`);
      };
      const resolve = async () => {
        const custom_attributes = { handoff_id: await handoffId() };
        const event = { event: 'conversation_status_changed', status: 'resolved' };
        await send({ ...event, custom_attributes }, `end-${randomUUID()}`);
      };
      return {
        async reads() {
          const wanted = await handoffId();
          const ours = account.conversations.filter(
            ({ custom_attributes: { handoff_id } }) => handoff_id === wanted,
          );
          return ours.flatMap(({ messages }) => messages.map(({ content }) => String(content)));
        },
        takes: () => says('您好'),
        says,
        ends: resolve,
        fails: resolve,
      };
    },
    goesDown: (value) => {
      account.isDown = value;
    },
    isStaffed: (value) => {
      account.isStaffed = value;
    },
  };
}

/** A hub of the Bot Framework's handoff: activities both ways, signed, over real HTTP. */
export async function hubDesk(): Promise<DeskUnderTest> {
  const got: Array<{ id: string; handoffId: string; text: string }> = [];
  let isDown = false;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    response.statusCode = isDown ? 502 : 200;
    response.end();
    if (isDown) return;
    const activity = JSON.parse(text);
    // As the protocol has it: the same activity id is the same activity.
    if (!got.some(({ id }) => id === activity.id))
      got.push({
        id: activity.id,
        handoffId: activity.conversation.id,
        text: activity.text ?? text,
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAtEnd(() => void server.close().closeAllConnections());
  const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    name: 'hub',
    knowsWhoIsThere: false,
    open: (house) => (store, clock) =>
      createHubDesk({
        ...rulesOf(house),
        handoffs: store,
        clock,
        url: hub,
        secret,
        timeoutMs: 4000,
      }),
    async agentOf({ desk, store, now, waits }) {
      const url = await openWebhook((bot) =>
        addHub(bot, { secret, door: desk.door, store, clock: now, log: silentLog }),
      );
      const handoffId = async () => (await desk.handoff())?.id ?? '';
      const send = async (activity: object) => {
        const seconds = Math.floor(now().getTime() / 1000);
        const from = { id: 'wang', name: wang.name };
        const body = JSON.stringify({
          from,
          conversation: { id: await handoffId() },
          ...activity,
        });
        const signature = `t=${seconds},v1=${sign(seconds, body)}`;
        await post(`${url}/channels/hub`, body, { 'x-mingbai-signature': signature });
        await waits(0);
      };
      const status = (state: string) =>
        send({ type: 'event', name: 'handoff.status', value: { state } });
      return {
        async reads() {
          const wanted = await handoffId();
          return got.filter((each) => each.handoffId === wanted).map(({ text }) => text);
        },
        takes: () => status('accepted'),
        says: (text, key = randomUUID()) => send({ type: 'message', id: key, text }),
        ends: () => status('completed'),
        fails: () => status('failed'),
      };
    },
    goesDown: (value) => {
      isDown = value;
    },
    isStaffed: () => {},
  };
}
