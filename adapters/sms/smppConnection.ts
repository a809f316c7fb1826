import { setTimeout as wait } from 'node:timers/promises';
import smpp, { type Pdu, type Session } from 'smpp';
import type { Log } from '../../ports/services.ts';
import { Unavailable } from '../../ports/unavailable.ts';

/** Where the message centre is and how long it may take to answer. */
export interface SmppConnectionOptions {
  /** `smpp://system:password@host:2775`, or `ssmpp://` over TLS. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly log: Log;
  /** How often an idle connection is asked whether it still lives. */
  readonly enquireEveryMs?: number;
  /** The wait before a second try to connect; it doubles from try to try. */
  readonly firstWaitMs?: number;
  /** Takes what a phone sent; the message centre is told it arrived when this has resolved. */
  readonly onDeliver: (pdu: Pdu) => Promise<void>;
}

/** A connection that comes back by itself. */
export interface SmppConnection {
  /** Hands one message to the centre. Throws `Unavailable` when it does not say yes in time. */
  submit(fields: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

const longestWaitMs = 30_000;
const version34 = 0x34;
/** A passing fault on our side: the centre keeps the message and sends it again. */
const temporaryFault = 0x64;

/** Connects as a transceiver and stays connected until it is closed. */
export function connectSmpp(options: SmppConnectionOptions): SmppConnection {
  const { timeoutMs, log, firstWaitMs = 500 } = options;
  const closing = new AbortController();
  let bound = nextSession();
  let current: Session | undefined;
  let isBound = false;

  /** One connection from its beginning to its end; resolves to whether it was of use. */
  async function converse(): Promise<boolean> {
    const { address, credentials } = placeOf(options.url);
    const session = smpp.connect(address).setMaxListeners(0);
    const ended = new Promise<void>((resolve) => session.once('close', resolve));
    // Also the package's own errors, after which it would read no further.
    session.on('error', () => session.destroy());
    session.on('pdu', (pdu: Pdu) => answerTo(pdu, session, options.onDeliver));
    current = session;
    try {
      const binding = { ...credentials, interface_version: version34 };
      await request(session, timeoutMs, 'bind_transceiver', binding);
    } catch (error) {
      log.warn('sms.notConnected', { reason: (error as Error).message });
      session.destroy();
      await ended;
      return false;
    }
    log.info('sms.connected');
    isBound = true;
    bound.resolve(session);
    const pulse = setInterval(() => {
      request(session, timeoutMs, 'enquire_link').catch(() => session.destroy());
    }, options.enquireEveryMs ?? 30_000);
    await ended;
    clearInterval(pulse);
    isBound = false;
    bound = nextSession();
    if (!closing.signal.aborted) log.warn('sms.disconnected');
    return true;
  }

  async function stayConnected(): Promise<void> {
    let waitMs = firstWaitMs;
    while (!closing.signal.aborted) {
      if (await converse()) waitMs = firstWaitMs;
      await wait(waitMs, undefined, { signal: closing.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
  }

  const over = stayConnected();
  return {
    async submit(fields) {
      const session = await inTime(bound.session, timeoutMs);
      await request(session, timeoutMs, 'submit_sm', fields);
    },
    async close() {
      closing.abort();
      if (current && isBound) await request(current, timeoutMs, 'unbind').catch(() => {});
      current?.destroy();
      await over;
    },
  };
}

/** Asks, and throws `Unavailable` unless the answer is a yes that comes in time. */
async function request(
  session: Session,
  timeoutMs: number,
  command: 'bind_transceiver' | 'submit_sm' | 'enquire_link' | 'unbind',
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  let lose = () => {};
  const answer = new Promise<Pdu>((resolve, reject) => {
    lose = () => reject(new Unavailable('sms', 'connection lost'));
    session.once('close', lose);
    if (!session[command](fields, resolve)) lose();
  });
  const { command_status: status } = await inTime(answer, timeoutMs).finally(() =>
    session.off('close', lose),
  );
  if (status !== 0) throw new Unavailable('sms', `status 0x${status.toString(16)}`);
}

function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Unavailable('sms', 'timeout')), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The session to come, for those who wait for it. */
function nextSession() {
  let resolve: (session: Session) => void = () => {};
  const session = new Promise<Session>((done) => {
    resolve = done;
  });
  return { session, resolve };
}

function placeOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const tls = protocol === 'ssmpp:';
  return {
    address: { host, port: port === '' ? undefined : Number(port), tls },
    credentials: {
      system_id: decodeURIComponent(username),
      password: decodeURIComponent(password),
    },
  };
}

function answerTo(pdu: Pdu, session: Session, onDeliver: (pdu: Pdu) => Promise<void>): void {
  if (pdu.isResponse()) return;
  if (['enquire_link', 'unbind', 'unknown'].includes(pdu.command)) session.send(pdu.response());
  if (pdu.command !== 'deliver_sm') return;
  onDeliver(pdu).then(
    () => session.send(pdu.response()),
    () => session.send(pdu.response({ command_status: temporaryFault })),
  );
}
