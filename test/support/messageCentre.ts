import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

/**
 * What the message centre does with messages: takes them, refuses them, refuses the third part of
 * a long one, or answers nothing at all any more.
 */
export type Behaviour = 'accept' | 'refuse' | 'refuseThird' | 'hang';

/** A real SMPP message centre on this machine. */
export interface MessageCentre {
  readonly url: string;
  /** Every submit_sm so far, refused ones too. */
  readonly submitted: Pdu[];
  /** Texts as phones would show them, parts joined. */
  texts(): string[];
  behave(behaviour: Behaviour): void;
  /** How many sessions have bound so far. */
  binds(): number;
  /** Sends what a phone wrote; the status the bot acknowledged it with. */
  deliver(fields: Readonly<Record<string, unknown>>): Promise<number>;
  /** Breaks every connection, as a restart of the centre does. */
  breakConnections(): void;
  close(): Promise<void>;
}

const account = { system_id: 'mingbai', password: 'p@ss' };
const bindFailed = 0x0d;
const queueFull = 0x14;

/** Starts a message centre that knows one account. */
export async function startMessageCentre(): Promise<MessageCentre> {
  const submitted: Pdu[] = [];
  const accepted: Pdu[] = [];
  let behaviour: Behaviour = 'accept';
  let bound: Session | undefined;
  let binds = 0;
  const server = smpp.createServer((session) => {
    session.on('error', () => session.destroy());
    session.on('enquire_link', (pdu: Pdu) => {
      if (behaviour !== 'hang') session.send(pdu.response());
    });
    session.on('unbind', (pdu: Pdu) => session.send(pdu.response()));
    session.on('bind_transceiver', (pdu: Pdu) => {
      const isKnown = pdu.system_id === account.system_id && pdu.password === account.password;
      if (isKnown) {
        bound = session;
        binds += 1;
      }
      session.send(pdu.response(isKnown ? {} : { command_status: bindFailed }));
    });
    session.on('submit_sm', (pdu: Pdu) => {
      submitted.push(pdu);
      if (behaviour === 'hang') return;
      const isThird = pdu.short_message?.udh?.[0]?.at(-1) === 3;
      const isRefused = behaviour === 'refuse' || (behaviour === 'refuseThird' && isThird);
      if (!isRefused) accepted.push(pdu);
      const answer = { command_status: isRefused ? queueFull : 0 };
      session.send(pdu.response({ ...answer, message_id: String(submitted.length) }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const breakConnections = () => {
    for (const session of [...server.sessions]) session.destroy();
  };
  return {
    url: `smpp://${account.system_id}:${encodeURIComponent(account.password)}@127.0.0.1:${port}`,
    submitted,
    texts: () => joined(accepted),
    behave(next) {
      behaviour = next;
    },
    binds: () => binds,
    deliver: (fields) =>
      new Promise((resolve) => {
        bound?.deliver_sm(fields, ({ command_status: status }) => resolve(status));
      }),
    breakConnections,
    async close() {
      breakConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A phone puts the parts of one reference together by their numbers. */
function joined(pdus: readonly Pdu[]): string[] {
  const texts = new Map<string, string[]>();
  for (const [index, { short_message: content }] of pdus.entries()) {
    const header = content?.udh?.[0];
    const reference = header ? header.subarray(2, 4).toString('hex') : `whole ${index}`;
    const parts = texts.get(reference) ?? [];
    texts.set(reference, parts);
    parts[header?.at(-1) ?? 0] = String(content?.message);
  }
  return [...texts.values()].map((parts) => parts.join(''));
}
