import type { Server } from 'restify';
import { addDeskData } from './data.ts';
import { addDeskPapers } from './papers.ts';
import type { DeskParts } from './parts.ts';
import { createDeskSessions } from './session.ts';
import { addSignIn } from './signIn.ts';
import { addDeskStreams, type DeskStreams } from './streams.ts';

/** Serves the agent desk: a page, its data, its sockets, its papers. */
export function addDesk(server: Server, parts: DeskParts): DeskStreams {
  const sessions = createDeskSessions(parts);
  addSignIn(server, parts, sessions);
  addDeskData(server, parts, sessions);
  addDeskPapers(server, parts, sessions);
  return addDeskStreams(server, { ...parts, sessions });
}
