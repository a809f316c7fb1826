import { randomBytes } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { deskPage } from '../../web/deskPage.ts';
import { recordsPolicy } from '../../web/serve.ts';
import { addressOf, answering, HttpRefusal, logFault } from '../http.ts';
import { limitPerMinute } from '../rateLimits.ts';
import { type DeskParts, parsed } from './parts.ts';
import type { DeskSessions } from './session.ts';

const triesPerMinute = 10;

/** Pages of the desk: only our own files, and the socket to ourselves. */
export function deskPolicy(nonce: string, host: string | undefined): string {
  const sockets = /^[\w.:[\]-]+$/.test(host ?? '') ? ` ws://${host} wss://${host}` : '';
  return recordsPolicy(nonce).replace("connect-src 'self'", `connect-src 'self'${sockets}`);
}

/** Serves the page, and the two ways to sign in: a password, or the operator's own house. */
export function addSignIn(server: Server, parts: DeskParts, sessions: DeskSessions): void {
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
