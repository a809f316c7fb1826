import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { SignJWT } from 'jose';
import type { Customer, Wish } from './customers.ts';

/** Where a customer finds the bot and the phone. */
export interface Places {
  readonly site: string;
  readonly sandboxUrl: string;
  readonly userTokenKey: string;
  readonly clock: () => Date;
}

/** What the customer saw of one change, from the first word to the last. */
export interface MadeChange {
  readonly customer: Customer;
  readonly wish: Wish;
  readonly quoteId: string;
  readonly confirmedBy: 'code' | 'reply';
  /** The bot's messages in order, each as its text. */
  readonly heard: readonly string[];
  /** The SMS that came meanwhile, oldest first. */
  readonly messages: readonly string[];
}

interface Said {
  readonly id: string;
  readonly text?: string;
  readonly replyToId?: string;
  readonly from: { readonly id: string };
}

const askAgainMs = 100;

/**
 * Makes one change as a patient customer does: asks again under the same key while nobody answers,
 * and never says a thing twice. Resolves when the agreement is there and the bot goes on talking.
 */
export async function makeChange(
  places: Places,
  customer: Customer,
  confirmedBy: MadeChange['confirmedBy'],
): Promise<MadeChange> {
  const { phoneNumber } = customer;
  const wish = customer.next();
  const before = (await messagesOn(places, phoneNumber)).length;
  const newMessages = async () => (await messagesOn(places, phoneNumber)).slice(before);
  const talk = await begin(places, phoneNumber);
  const card = await talk.says(wish.says);
  const [quoteId] = /Q[0-9A-F]{12}/.exec(card) ?? [];
  assert.ok(quoteId, `“${wish.says}” is answered by ${card}`);
  await talk.says(wish.confirms);
  const [sms] = await until(newMessages, (all) => all.length > 0);
  if (confirmedBy === 'code') {
    await talk.says(found(/#(\d{6})$/, sms));
  } else {
    const url = `${places.sandboxUrl}/phone/${phoneNumber}/messages`;
    const text = found(/回复(Y\d{4})确认/, sms);
    await post(url, { text });
  }
  await until(talk.heard, (all) => all.some((text) => /：没有办成|电子协议 AG-/.test(text)));
  await talk.says('谢谢');
  const isNotice = (text: string) => /办理成功|没有办成/.test(text);
  const messages = await until(newMessages, (all) => all.some(isNotice));
  return { customer, wish, quoteId, confirmedBy, heard: await talk.heard(), messages };
}

function found(form: RegExp, text = ''): string {
  const [, part] = form.exec(text) ?? [];
  assert.ok(part, `not in the SMS: ${text}`);
  return part;
}

/** Begins a conversation that the operator's own page vouches for. */
async function begin({ site, userTokenKey, clock }: Places, phoneNumber: string) {
  const now = Math.floor(clock().getTime() / 1000);
  const userToken = await new SignJWT({ phone_number: phoneNumber })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('operator')
    .setAudience('mingbai')
    .setIssuedAt(now)
    .setExpirationTime(now + 600)
    .sign(new TextEncoder().encode(userTokenKey));
  const { token, conversationId } = (await patiently(`${site}/widget/token`, '', {
    userToken,
  })) as { token: string; conversationId: string };
  const url = `${site}/v3/directline/conversations/${conversationId}/activities`;
  const transcript = async () =>
    ((await patiently(url, token)) as { activities: Said[] }).activities;
  const fromBot = (all: readonly Said[]) => all.filter(({ from }) => from.id === 'mingbai');
  return {
    heard: async () => fromBot(await transcript()).map((said) => JSON.stringify(said)),
    /** Says it once, waits for the answer and returns it as its text. */
    async says(text: string): Promise<string> {
      const channelData = { clientActivityID: randomUUID() };
      const { id } = (await patiently(url, token, { type: 'message', text, channelData })) as Said;
      const isAnswer = ({ replyToId }: Said) => replyToId === id;
      const all = await until(transcript, (said) => said.some(isAnswer));
      return JSON.stringify(all.find(isAnswer));
    },
  };
}

/** A connection that breaks, a 5xx and nobody there are all the same: ask again. */
async function patiently(url: string, token: string, body?: unknown): Promise<unknown> {
  for (;;) {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        origin: new URL(url).origin,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    }).catch(() => undefined);
    const answer = await response?.json().catch(() => undefined);
    if (response?.ok && answer !== undefined) return answer;
    if (response && response.status < 500) throw new Error(`${url}: ${JSON.stringify(answer)}`);
    await wait(askAgainMs);
  }
}

async function messagesOn({ sandboxUrl }: Places, phoneNumber: string): Promise<string[]> {
  const response = await fetch(`${sandboxUrl}/phone/${phoneNumber}/messages`);
  const all = (await response.json()) as ReadonlyArray<{ text: string; direction: string }>;
  return all.filter(({ direction }) => direction === 'received').map(({ text }) => text);
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, url);
}

async function until<Value>(
  ask: () => Promise<Value>,
  isThere: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (isThere(value)) return value;
    await wait(askAgainMs);
  }
}
