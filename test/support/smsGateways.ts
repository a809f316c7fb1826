import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chooseSms, type SmsChoice } from '../../adapters/sms/chooseSms.ts';
import type { Sms } from '../../ports/sms.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { startMessageCentre } from './messageCentre.ts';
import { silentLog } from './world.ts';

/** A gateway on this machine, and the adapter that sends through it. */
export interface Gateway {
  readonly sms: Sms;
  /** What arrived on phones, in the order it came. */
  texts(): Promise<string[]>;
  /** From now on it takes nothing more, says that it cannot, or says nothing. */
  breakDown(how: 'down' | 'refuses' | 'hangs'): Promise<void>;
  repair(): Promise<void>;
  close(): Promise<void>;
}

/** The number every test sends to. */
export const phone = '13800138001';

const common = {
  sender: '10000',
  senderName: 'Mingbai Telecom',
  body: { to: '{to}', from: '{from}', text: '{text}', id: '{key}' },
  carrier: { url: '' },
  clock: () => new Date('2026-11-24T10:00:00+08:00'),
  newId: randomUUID,
  log: silentLog,
} satisfies Partial<SmsChoice>;

/** The demo operator's TMF681. */
export async function overTmf681(timeoutMs: number): Promise<Gateway> {
  const sandbox = await startSandbox({ port: 0, clock: common.clock });
  const carrier = { url: `${sandbox.url}/tmf-api/communicationManagement/v4` };
  const sms = chooseSms({ ...common, gateway: 'tmf681', carrier, timeoutMs });
  let isDown = false;
  const close = async () => {
    if (!isDown) await sandbox.close();
    isDown = true;
  };
  const faults = (method: 'POST' | 'DELETE', body?: unknown) =>
    fetch(`${sandbox.url}/sandbox/faults`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    sms,
    async texts() {
      const response = await fetch(`${sandbox.url}/phone/${phone}/messages`);
      return ((await response.json()) as Array<{ text: string }>).map(({ text }) => text);
    },
    async breakDown(how) {
      if (how === 'down') return close();
      const path = '/tmf-api/communicationManagement';
      await faults('POST', { kind: how === 'refuses' ? 'error500' : 'hang', path });
    },
    async repair() {
      await faults('DELETE');
    },
    close,
  };
}

/** One request as the HTTP gateway got it. */
export interface GatewayRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A gateway as operators run them: JSON in, one message for each idempotency key. */
export async function overHttp(
  timeoutMs: number,
  options: Partial<SmsChoice> = {},
): Promise<Gateway & { readonly requests: GatewayRequest[] }> {
  const requests: GatewayRequest[] = [];
  const sent = new Map<string, string>();
  let behaviour = 'accepts';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { headers } = request;
    requests.push({ headers, body });
    if (behaviour === 'hangs') return;
    if (behaviour === 'accepts') {
      const key = String(headers['idempotency-key']);
      if (!sent.has(key)) sent.set(key, (JSON.parse(body) as { text: string }).text);
    }
    response.writeHead(behaviour === 'accepts' ? 202 : 500);
    response.end('{"accepted":');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
  const sms = chooseSms({ ...common, gateway: 'http', gatewayUrl, timeoutMs, ...options });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return {
    sms,
    requests,
    texts: async () => [...sent.values()],
    async breakDown(how) {
      if (how === 'down') await close();
      behaviour = how;
    },
    async repair() {
      behaviour = 'accepts';
    },
    close,
  };
}

/** A message centre that speaks SMPP. */
export async function overSmpp(timeoutMs: number): Promise<Gateway> {
  const centre = await startMessageCentre();
  const sms = chooseSms({ ...common, gateway: 'smpp', gatewayUrl: centre.url, timeoutMs });
  return {
    sms,
    texts: async () => centre.texts(),
    async breakDown(how) {
      if (how === 'down') return centre.close();
      centre.behave(how === 'refuses' ? 'refuse' : 'hang');
    },
    async repair() {
      centre.behave('accept');
    },
    async close() {
      await sms.close?.();
      await centre.close();
    },
  };
}
