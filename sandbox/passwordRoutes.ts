import { createHash, timingSafeEqual } from 'node:crypto';
import type { Server } from 'restify';
import { bodyOf, type Respond } from './answers.ts';
import { lineId } from './data/customerResources.ts';
import { customers } from './data/customers.ts';
import { holderOf } from './data/holders.ts';

const digest = (text: unknown) => createHash('sha256').update(String(text)).digest();
const passwords = new Map(
  customers.map((customer) => [lineId(customer), digest(holderOf(customer).servicePassword)]),
);
/** Compared with where there is no such line: the time must not tell. */
const nobodys = digest('no password at all');

/** Says whether a service password is a line's, in the same time for a wrong one and an unknown line. */
export function addPasswordRoutes(server: Server, respond: Respond): void {
  server.post(
    '/sandbox/service-passwords',
    respond((request) => {
      const { lineId: line, password } = bodyOf(request);
      const wanted = passwords.get(String(line));
      const isSame = timingSafeEqual(digest(password), wanted ?? nobodys);
      return { status: 200, body: { matches: isSame && wanted !== undefined } };
    }),
  );
}
