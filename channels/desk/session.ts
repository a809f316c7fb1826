import { hkdfSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../ports/services.ts';
import type { StaffDirectory, StaffMember } from '../../ports/staff.ts';
import { cookieOf } from '../cookies.ts';
import { HttpRefusal } from '../http.ts';
import { createOrigins } from '../origins.ts';

/** What sessions need. */
export interface DeskSessionParts {
  readonly staff: StaffDirectory;
  /** Signs what browsers keep; the same in every process. */
  readonly secret: string;
  readonly clock: Clock;
  readonly publicUrl?: string | undefined;
  readonly trustProxy: boolean;
}

const sessionCookie = 'mingbai_desk';
const signInCookie = 'mingbai_desk_sign_in';
const shiftSeconds = 10 * 3600;
const signInSeconds = 600;

const member = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['agent', 'supervisor', 'auditor']),
});

/** Who is signed in at the desk, by a cookie for `/desk` alone. It outlives a restart, not its account. */
export interface DeskSessions {
  /** Throws 401 `SignInNeeded`. */
  staffOf(request: IncomingMessage): Promise<StaffMember>;
  open(request: IncomingMessage, response: ServerResponse, staff: StaffMember): Promise<void>;
  close(request: IncomingMessage, response: ServerResponse): void;
  /** What a sign-in of another house needs back, for ten minutes. */
  remember(request: IncomingMessage, response: ServerResponse, memory: string): Promise<void>;
  remembered(request: IncomingMessage): Promise<string | undefined>;
  /** Throws 403 for what another site's page sends; `isSocket`: a browser always names its page there. */
  checkSender(request: IncomingMessage, isSocket?: boolean): void;
}

/** Makes the sessions. */
export function createDeskSessions(parts: DeskSessionParts): DeskSessions {
  const { staff, secret, clock, publicUrl, trustProxy } = parts;
  const key = new Uint8Array(hkdfSync('sha256', secret, 'mingbai', 'desk', 32));
  const judge = createOrigins({ publicUrl, trustProxy, origins: [] });
  const isSecure = ({ headers }: IncomingMessage) =>
    publicUrl?.startsWith('https:') || (trustProxy && headers['x-forwarded-proto'] === 'https');

  // Lax: the sign-in of another house ends with a redirect from there. What changes anything is a POST.
  function set(request: IncomingMessage, response: ServerResponse, pair: string, seconds: number) {
    const cookie = `${pair}; Path=/desk; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
    response.appendHeader('Set-Cookie', isSecure(request) ? `${cookie}; Secure` : cookie);
  }

  const sign = (audience: string, claims: Record<string, unknown>, seconds: number) => {
    const nowSeconds = Math.floor(clock().getTime() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setExpirationTime(nowSeconds + seconds)
      .sign(key);
  };

  async function read(request: IncomingMessage, name: string, audience: string) {
    const given = cookieOf(request, name);
    if (given === undefined) return undefined;
    const options = {
      audience,
      algorithms: ['HS256'],
      currentDate: clock(),
      requiredClaims: ['exp'],
    };
    return jwtVerify(given, key, options).then(
      ({ payload }) => payload,
      () => undefined,
    );
  }

  return {
    async staffOf(request) {
      const claims = member.safeParse(await read(request, sessionCookie, 'desk'));
      const found = claims.success ? staff.current(claims.data) : undefined;
      if (!found) throw new HttpRefusal(401, 'SignInNeeded', 'Please sign in.');
      return found;
    },
    async open(request, response, { id, name, role }) {
      const token = await sign('desk', { id, name, role }, shiftSeconds);
      set(request, response, `${sessionCookie}=${token}`, shiftSeconds);
    },
    close: (request, response) => set(request, response, `${sessionCookie}=`, 0),
    async remember(request, response, memory) {
      const token = await sign('deskSignIn', { memory }, signInSeconds);
      set(request, response, `${signInCookie}=${token}`, signInSeconds);
    },
    async remembered(request) {
      const claims = await read(request, signInCookie, 'deskSignIn');
      return typeof claims?.memory === 'string' ? claims.memory : undefined;
    },
    checkSender(request, isSocket = false) {
      const { origin } = request.headers;
      const site = request.headers['sec-fetch-site'];
      const isForeign =
        (isSocket && origin === undefined) ||
        (site !== undefined && site !== 'same-origin') ||
        (origin !== undefined && !judge.trusts(origin, request));
      if (isForeign) throw new HttpRefusal(403, 'OriginNotAllowed', 'Only our own page may do so.');
    },
  };
}
