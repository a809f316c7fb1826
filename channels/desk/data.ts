import type { Request, Server } from 'restify';
import { z } from 'zod';
import type { DeskRefusal, DeskRoom } from '../../bots/deskRoom.ts';
import type { StaffMember } from '../../ports/staff.ts';
import { answering, HttpRefusal, logFault } from '../http.ts';
import { type DeskParts, granted, parsed } from './parts.ts';
import type { DeskSessions } from './session.ts';

const longestText = 2000;

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

/** Serves what the page reads and does: queue, chats, search. */
export function addDeskData(
  server: Server,
  { room, log }: DeskParts,
  sessions: DeskSessions,
): void {
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
