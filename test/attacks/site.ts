import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { AppOptions } from '../../app.ts';
import { type Site, startWhole } from '../support/wholeSite.ts';

export type { Site };

export const secrets = {
  directLine: 'a Direct Line secret only the tests know',
  userToken: 'a key for user tokens only the tests know',
  smsReplies: 'a secret of the SMS gateway of the tests',
};

/** The whole product, as an attacker meets it, with the secrets only the tests know. */
export function startAttacked(
  environment: Record<string, string> = {},
  options: { isReal?: boolean } & AppOptions = {},
): Promise<Site> {
  return startWhole(
    () => ({
      WECOM_CORP_ID: 'ww0000000000000000',
      WECOM_SECRET: 'secret',
      WECOM_TOKEN: 'token',
      WECOM_AES_KEY: '0'.repeat(43),
      DIRECT_LINE_SECRET: secrets.directLine,
      USER_TOKEN_KEY: secrets.userToken,
      SMS_REPLY_SECRET: secrets.smsReplies,
      POSTS_PER_MINUTE: '10000',
      TOKENS_PER_MINUTE: '10000',
      ...environment,
    }),
    options,
  );
}

/** A visitor at a browser of their own, who talks as the widget does. */
export interface Guest {
  readonly conversationId: string;
  readonly userId: string;
  readonly token: string;
  readonly resume: string;
  /** The browser's own cookie, `name=value`. */
  readonly cookie: string;
  /** `/v3/directline/conversations/{id}`. */
  readonly path: string;
  /** Says something and waits for what is answered, as JSON text. */
  says(text: string, more?: object): Promise<string>;
  /** The newest code on a phone; waits for one that is not `before`. */
  code(phoneNumber: string, before?: string): Promise<string>;
}

type Answered = { activities: Array<{ replyToId?: string }> };

const patienceMs = 15_000;
const pauseMs = 20;

/** Asks again and again until there is an answer; says what was waited for when there is none. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pauseMs) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Opens the chat; with a number, as a customer the operator's own page vouches for. */
export async function enter(site: Site, phoneNumber?: string): Promise<Guest> {
  const userToken = phoneNumber && (await userTokenFor(site, phoneNumber));
  const opened = await fetch(`${site.url}/widget/token`, {
    method: 'POST',
    headers: { origin: site.url, 'content-type': 'application/json' },
    body: JSON.stringify(userToken ? { userToken } : {}),
  });
  if (opened.status !== 200) throw new Error(`the door is closed: ${opened.status}`);
  const given = (await opened.json()) as Record<
    'conversationId' | 'userId' | 'token' | 'resume',
    string
  >;
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const path = `/v3/directline/conversations/${given.conversationId}`;
  const headers = {
    authorization: `Bearer ${given.token}`,
    cookie,
    'content-type': 'application/json',
  };
  const activities = `${site.url}${path}/activities`;
  return {
    ...given,
    cookie,
    path,
    async says(text, more = {}) {
      const body = JSON.stringify({ type: 'message', text, id: randomUUID(), ...more });
      const sent = await fetch(activities, { method: 'POST', headers, body });
      if (sent.status !== 200) throw new Error(`not taken: ${sent.status}`);
      const { id } = (await sent.json()) as { id: string };
      return until(`an answer to “${text.slice(0, 40)}”`, async () => {
        const read = (await (await fetch(activities, { headers })).json()) as Answered;
        const replies = read.activities.filter(({ replyToId }) => replyToId === id);
        return replies.length > 0 ? JSON.stringify(replies) : undefined;
      });
    },
    code: (number, before) =>
      until('a code', async () => {
        const code = await newestCode(site, number);
        return code === before ? undefined : code;
      }),
  };
}

/** The newest code that a phone got, if any. */
export async function newestCode(site: Site, number: string): Promise<string | undefined> {
  const response = await fetch(`${site.sandbox.url}/phone/${number}/messages`);
  const messages = (await response.json()) as Array<{ text: string }>;
  const codes = messages.flatMap(({ text }) => /#(\d{6})$/.exec(text)?.[1] ?? []);
  return codes.at(-1);
}

/** A token of the operator's own page for a customer who is signed in there. */
export async function userTokenFor(site: Site, phoneNumber: string): Promise<string> {
  const seconds = Math.floor(site.now().getTime() / 1000);
  return new SignJWT({ phone_number: phoneNumber })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('operator')
    .setAudience('mingbai')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign(new TextEncoder().encode(secrets.userToken));
}

/** Asks for something a fresh code opens; gives the last part of the link's address. */
export async function linkFor(
  site: Site,
  guest: Guest,
  phoneNumber: string,
  words: string,
): Promise<string> {
  const before = await newestCode(site, phoneNumber);
  await guest.says(words);
  const shown = await guest.says(await guest.code(phoneNumber, before));
  const secret = /\/(?:records|agreements|my-data|private|transcripts)\/([0-9a-f]{64})/.exec(
    shown,
  )?.[1];
  if (secret === undefined) throw new Error('no link was shown');
  return secret;
}

/** Presses the button of a records link; gives the panel's cookie, or the status of the refusal. */
export async function openPanel(
  site: Site,
  secret: string,
  cookie: string,
  body = '',
): Promise<string | number> {
  const response = await fetch(`${site.url}/records/${secret}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  const [panel = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  return response.status === 303 ? panel : response.status;
}

/** A request, by default as a page of ours would make it. */
export function ask(
  site: Site,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Response> {
  return fetch(`${site.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
