import type { Server } from 'restify';
import type { Respond } from './answers.ts';
import { dunning } from './operations/disputes.ts';
import type { Collections } from './store/collections.ts';

/** Shows what the operator would remind of and suspend for: what is disputed is not in it (E53). */
export function addDunning(server: Server, collections: Collections, respond: Respond): void {
  server.get(
    '/sandbox/dunning',
    respond(() => ({ status: 200, body: dunning(collections) })),
  );
}
