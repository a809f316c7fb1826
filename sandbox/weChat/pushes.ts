import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, accountId, type Envelope, readAnswer, seal } from './envelope.ts';
import type { PlatformSettings } from './settings.ts';
import { type Credentials, signature } from './wire.ts';
import type { Fields } from './xml.ts';

/** One try of a push. */
export interface Try {
  readonly url: string;
  readonly durationMs: number;
  /** Absent: no answer came in time, or none at all. */
  readonly status?: number;
  /** The answer's own bytes. */
  readonly body?: string;
  readonly kind: Answer['kind'] | 'unanswered' | 'lost';
  /** Of a malformed answer. */
  readonly why?: string;
}

/** A push and what became of it. */
export interface PushResult {
  readonly envelope: Envelope;
  readonly tries: readonly Try[];
  /** The answer that counts; undefined: the user is told that the service has a fault. */
  readonly answer: Answer | undefined;
}

/** Pushes to the service that the account belongs to. */
export interface Pushes {
  /** Tries until an answer comes; `copies`: so many at once, as networks sometimes do. */
  push(openId: string, fields: Fields, copies?: number): Promise<PushResult>;
  /** Pushes bytes that were pushed before once more. */
  repeat(openId: string, envelope: Envelope): Promise<PushResult>;
  /** Asks the service to prove that it knows the token, as the console does. */
  verify(url: string): Promise<boolean>;
  close(): void;
}

/** What pushing needs. `clock` is the service's: what is signed must not be from another time. */
export interface PushParts {
  readonly settings: PlatformSettings;
  readonly credentials: Credentials;
  readonly clock: () => Date;
}

export function createPushes({ settings, credentials, clock }: PushParts): Pushes {
  const closing = new AbortController();
  const secondsNow = () => Math.floor(clock().getTime() / 1000);
  let turn = 0;
  let messageCount = 0;

  async function attempt(envelope: Envelope, openId: string): Promise<[Try, Answer?]> {
    const { callbackUrls, mode, patienceMs } = settings;
    const base = callbackUrls[turn % Math.max(1, callbackUrls.length)] ?? '';
    turn += 1;
    const startedMs = performance.now();
    const url = base;
    const durationMs = () => Math.round(performance.now() - startedMs);
    try {
      const response = await fetch(`${base}?${envelope.query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: envelope.body,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(patienceMs)]),
      });
      const body = await response.text();
      const { status, ok } = response;
      const tried = { url, durationMs: durationMs(), status, body };
      if (!ok) return [{ ...tried, kind: 'unanswered' }];
      if (settings.loseAnswers > 0) {
        settings.loseAnswers -= 1;
        return [{ ...tried, kind: 'lost' }];
      }
      const answer = readAnswer(body, openId, mode, credentials);
      const why = answer.kind === 'malformed' ? { why: answer.why } : {};
      return [{ ...tried, kind: answer.kind, ...why }, answer];
    } catch {
      const tried = { url, durationMs: durationMs(), kind: 'unanswered' } as const;
      // Where nobody is at the moment, it is tried again no sooner.
      const leftMs = Math.max(0, patienceMs - tried.durationMs);
      await wait(leftMs, undefined, { signal: closing.signal }).catch(() => {});
      return [tried];
    }
  }

  async function deliver(openId: string, envelope: Envelope, copies: number): Promise<PushResult> {
    const tries: Try[] = [];
    for (let round = 0; round < settings.tries && !closing.signal.aborted; round += 1) {
      const made = await Promise.all(
        Array.from({ length: copies }, () => attempt(envelope, openId)),
      );
      tries.push(...made.map(([tried]) => tried));
      const answers = made.flatMap(([, answer]) => (answer ? [answer] : []));
      const answer = answers.find(({ kind }) => kind === 'replied') ?? answers[0];
      if (answer) return { envelope, tries, answer };
    }
    return { envelope, tries, answer: undefined };
  }

  return {
    async push(openId, fields, copies = 1) {
      const { MsgType: type } = fields;
      messageCount += 1;
      const common = { ToUserName: accountId, FromUserName: openId, CreateTime: secondsNow() };
      const id = type === 'event' ? {} : { MsgId: messageId(clock(), messageCount) };
      const { mode } = settings;
      const envelope = seal({ ...common, ...fields, ...id }, mode, credentials, secondsNow());
      return deliver(openId, envelope, copies);
    },
    repeat: (openId, envelope) => deliver(openId, envelope, 1),
    async verify(url) {
      const [timestamp, nonce, echostr] = [
        String(secondsNow()),
        '486452656',
        '4375120948345356249',
      ];
      const query = { signature: signature(credentials.token, timestamp, nonce), timestamp, nonce };
      const signal = AbortSignal.timeout(settings.patienceMs);
      const address = `${url}?${new URLSearchParams({ ...query, echostr })}`;
      const response = await fetch(address, { signal }).catch(() => undefined);
      return response?.ok === true && (await response.text()) === echostr;
    },
    close: () => closing.abort(),
  };
}

/** 64-bit, as the platform's are: more than a JavaScript number holds. Written bare, as a figure. */
function messageId(now: Date, count: number): bigint {
  return 23_000_000_000_000_000n + BigInt(now.getTime()) * 1000n + BigInt(count);
}
