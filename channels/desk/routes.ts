import { randomBytes } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import type { DeskReport } from '../../bots/deskReport.ts';
import type { DeskRefusal, DeskRoom } from '../../bots/deskRoom.ts';
import type { Log } from '../../ports/services.ts';
import type { StaffDirectory, StaffMember } from '../../ports/staff.ts';
import type { Store } from '../../ports/store.ts';
import { deskPage } from '../../web/deskPage.ts';
import { recordsPolicy } from '../../web/serve.ts';
import { addressOf, answering, HttpRefusal, logFault } from '../http.ts';
import { limitPerMinute } from '../rateLimits.ts';
import { addDeskPapers } from './papers.ts';
import { createDeskSessions, type DeskSessionParts } from './session.ts';
import { addDeskStreams, type DeskStreams } from './streams.ts';

/** What the desk's door needs. */
export interface DeskParts extends DeskSessionParts {
  readonly room: DeskRoom;
  readonly report: DeskReport;
  readonly store: Store;
  readonly staff: StaffDirectory;
  readonly operatorName: Readonly<Record<'zh-CN' | 'en', string>>;
  readonly timeZone: string;
  /** `/assets/{version}`. */
  readonly assets: string;
  readonly log: Log;
}

const triesPerMinute = 10;
const longestText = 2000;

const refusals: Readonly<Record<DeskRefusal, readonly [number, string]>> = {
  notYours: [409, 'NotYours'],
  notAllowed: [403, 'NotAllowed'],
  tooMany: [409, 'TooManyChats'],
  needsReason: [422, 'ReasonNeeded'],
  unknown: [404, 'NotFound'],
};

/** What the desk gave; throws what it refused. */
export function granted<Answer>(answer: Answer | DeskRefusal): Answer {
  if (typeof answer === 'string' && Object.hasOwn(refusals, answer)) {
    const [status, code] = refusals[answer as DeskRefusal];
    throw new HttpRefusal(status, code, 'That is not possible now.');
  }
  return answer as Answer;
}

/** Pages of the desk: only our own files, and the socket to ourselves. */
export function deskPolicy(nonce: string, host: string | undefined): string {
  const sockets = /^[\w.:[\]-]+$/.test(host ?? '') ? ` ws://${host} wss://${host}` : '';
  return recordsPolicy(nonce).replace("connect-src 'self'", `connect-src 'self'${sockets}`);
}

/** Serves the agent desk: a page, its data, its sockets, its papers. */
export function addDesk(server: Server, parts: DeskParts): DeskStreams {
  const sessions = createDeskSessions(parts);
  addSignIn(server, parts, sessions);
  addDeskData(server, parts, sessions);
  addDeskPapers(server, parts, sessions);
  return addDeskStreams(server, { ...parts, sessions });
}

type Sessions = ReturnType<typeof createDeskSessions>;

function addSignIn(server: Server, parts: DeskParts, sessions: Sessions): void {
  const { staff, log, assets, operatorName, trustProxy, publicUrl } = parts;
  const limit = limitPerMinute(triesPerMinute);
  const onFault = logFault(log);

  server.get('/desk', async (request: Request, response: Response) => {
    const member = await sessions.staffOf(request).catch(() => undefined);
    const nonce = randomBytes(16).toString('base64');
    const facts = { operator: operatorName, member, hasHouse: staff.beginSignIn !== undefined };
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex, nofollow',
      'Content-Security-Policy': deskPolicy(nonce, request.headers.host),
    });
    response.end(deskPage({ assets, nonce, facts }));
  });

  server.post(
    '/desk/session',
    answering(async (request, response) => {
      sessions.checkSender(request);
      await limit(addressOf(request, trustProxy));
      const given = z.object({ id: z.string().max(64), password: z.string().max(200) });
      const { id, password } = parsed(given, request.body);
      const member = await staff.checkPassword?.(id, password);
      if (!member) throw new HttpRefusal(401, 'WrongPassword', 'Name or password is wrong.');
      await sessions.open(request, response, member);
      log.info('desk.signedIn', { role: member.role });
      return { status: 200, body: member };
    }, onFault),
  );
  server.post(
    '/desk/session/close',
    answering(async (request, response) => {
      sessions.checkSender(request);
      sessions.close(request, response);
      return { status: 200, body: {} };
    }, onFault),
  );

  const redirect = (response: Response, url: string) => {
    response.writeHead(303, { Location: url, 'Cache-Control': 'no-store' });
    response.end();
  };
  const baseOf = (request: Request) => publicUrl ?? `http://${request.headers.host ?? 'localhost'}`;
  server.get('/desk/oidc', async (request: Request, response: Response) => {
    try {
      await limit(addressOf(request, trustProxy));
      const begun = await staff.beginSignIn?.(`${baseOf(request)}/desk/oidc/callback`);
      if (!begun) return redirect(response, '/desk');
      await sessions.remember(request, response, begun.memory);
      redirect(response, begun.url);
    } catch (error) {
      onFault(error, request);
      redirect(response, '/desk?signIn=unavailable');
    }
  });
  server.get('/desk/oidc/callback', async (request: Request, response: Response) => {
    try {
      const memory = await sessions.remembered(request);
      const arrivedAt = `${baseOf(request)}${request.url}`;
      const member = memory && (await staff.finishSignIn?.(arrivedAt, memory));
      if (!member) return redirect(response, '/desk?signIn=refused');
      await sessions.open(request, response, member);
      redirect(response, '/desk');
    } catch (error) {
      onFault(error, request);
      redirect(response, '/desk?signIn=unavailable');
    }
  });
}

/** What can be done in a chat, and what it takes. */
const acts = {
  take: z.object({}),
  say: z.object({
    text: z.string().trim().min(1).max(longestText),
    key: z.string().min(8).max(64),
  }),
  note: z.object({
    text: z.string().trim().min(1).max(longestText),
    key: z.string().min(8).max(64),
  }),
  identify: z.object({}),
  transfer: z.object({ to: z.string().max(80).optional() }),
  close: z.object({ summary: z.string().max(longestText).default('') }),
} as const;

function addDeskData(server: Server, { room, log }: DeskParts, sessions: Sessions): void {
  const onFault = logFault(log);
  const signedIn = (handler: (staff: StaffMember, request: Request) => Promise<unknown>) =>
    answering(async (request) => {
      const staff = await sessions.staffOf(request);
      return { status: 200, body: granted(await handler(staff, request)) };
    }, onFault);

  server.get(
    '/desk/data/queue',
    signedIn((staff) => room.queue(staff)),
  );
  server.get(
    '/desk/data/chats/:id',
    signedIn((staff, request) => {
      const query = new URLSearchParams(request.getQuery());
      const after = Number(query.get('after') ?? 0);
      const isPlace = Number.isSafeInteger(after) && after >= 0 && after < 2 ** 31;
      if (!isPlace) throw new HttpRefusal(400, 'BadArgument', 'after is a place in the chat.');
      return room.chat(staff, idOf(request), after, query.get('reason') ?? '');
    }),
  );
  server.post(
    '/desk/data/chats/:id/:act',
    signedIn(async (staff, request) => {
      sessions.checkSender(request);
      return { done: granted(await carryOut(room, staff, request)) };
    }),
  );
  server.get(
    '/desk/data/search',
    signedIn(async (staff, request) => {
      const query = new URLSearchParams(request.getQuery());
      const words = (query.get('words') ?? '').slice(0, 100);
      return { found: granted(await room.search(staff, words, query.get('reason') ?? '')) };
    }),
  );
}

function carryOut(
  room: DeskRoom,
  staff: StaffMember,
  request: Request,
): Promise<true | DeskRefusal> {
  const id = idOf(request);
  const { body } = request;
  switch (String(request.params.act)) {
    case 'take':
      return room.take(staff, id);
    case 'say': {
      const { text, key } = parsed(acts.say, body);
      return room.say(staff, id, text, key);
    }
    case 'note': {
      const { text, key } = parsed(acts.note, body);
      return room.note(staff, id, text, key);
    }
    case 'identify':
      return room.askIdentity(staff, id);
    case 'transfer':
      return room.transfer(staff, id, parsed(acts.transfer, body).to);
    case 'close':
      return room.close(staff, id, parsed(acts.close, body).summary);
    default:
      return Promise.resolve('unknown');
  }
}

function idOf(request: Request): string {
  const id = String(request.params.id);
  if (!/^[\w-]{1,100}$/.test(id)) throw new HttpRefusal(404, 'NotFound', 'There is no such chat.');
  return id;
}

function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const read = shape.safeParse(body ?? {});
  if (read.success) return read.data;
  throw new HttpRefusal(400, 'BadArgument', 'The request lacks something.');
}
