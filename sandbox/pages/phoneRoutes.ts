import type { Request, Server } from 'restify';
import { ApiError, bodyOf, queryOf, type Respond } from '../answers.ts';
import type { Replies } from '../operations/replies.ts';
import type { Resource } from '../query.ts';
import type { Collections } from '../store/collections.ts';

/** An SMS as a phone shows it. */
interface PhoneMessage {
  readonly id: string;
  readonly text: string;
  readonly receivedAt: string;
  /** `sent`: the customer wrote it. */
  readonly direction: 'received' | 'sent';
}

/** What the phone routes need. */
export interface PhoneParts {
  readonly collections: Collections;
  readonly replies: Replies;
  readonly respond: Respond;
  readonly clock: () => Date;
  readonly newId: () => string;
}

const longestReply = 500;

/** A number in the national form its owner knows it by. */
const national = (number: unknown) => String(number ?? '').replace(/^(\+|00)86|[^\d]/g, '');

/** Which phones a resource shows on, and how. */
function landing(collection: string, resource: Resource): [string[], PhoneMessage] | undefined {
  const { id, content, sendTime, messageType, receiver, phoneNumber, text, receivedAt } = resource;
  if (collection === 'smsReply') {
    const reply = { id: String(id), text: String(text), receivedAt: String(receivedAt) };
    return [[String(phoneNumber)], { ...reply, direction: 'sent' }];
  }
  if (collection !== 'communicationMessage' || messageType !== 'SMS') return undefined;
  const numbers = (receiver as readonly Resource[]).map(({ phoneNumber: to }) => national(to));
  const message = { id: String(id), text: String(content), receivedAt: String(sendTime) };
  return [numbers, { ...message, direction: 'received' }];
}

/** Every phone's messages, oldest first, kept up to date. */
function createPhones(collections: Collections): (number: string) => readonly PhoneMessage[] {
  const phones = new Map<string, PhoneMessage[]>();
  const land = (collection: string, resource: Resource) => {
    const [numbers = [], message] = landing(collection, resource) ?? [];
    for (const number of message ? new Set(numbers) : []) {
      const messages = phones.get(number) ?? [];
      phones.set(number, messages);
      if (message) messages.push(message);
    }
  };
  const stored = ['communicationMessage', 'smsReply'].flatMap((name) =>
    collections.list(name).map((resource) => [name, resource] as const),
  );
  for (const [name, resource] of stored) land(name, resource);
  for (const messages of phones.values())
    messages.sort((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  collections.watch(({ collection, kind, resource }) => {
    if (kind === 'created') land(collection, resource);
    if (kind !== 'removed') return;
    for (const [number, messages] of phones)
      phones.set(
        number,
        messages.filter(({ id }) => id !== resource.id),
      );
  });
  return (number) => phones.get(number) ?? [];
}

/** Registers a phone's messages and its owner's replies. */
export function addPhoneRoutes(server: Server, parts: PhoneParts): void {
  const { collections, replies, respond, clock, newId } = parts;
  const messagesOf = createPhones(collections);
  server.get(
    '/phone/:number/messages',
    respond((request) => {
      const messages = messagesOf(numberOf(request));
      const after = queryOf(request).get('after');
      // An id nobody knows: the sandbox was reset, so everything is new.
      const seen = after === null ? -1 : messages.findLastIndex(({ id }) => id === after);
      const headers = { 'cache-control': 'no-store' };
      return { status: 200, body: messages.slice(seen + 1), headers };
    }),
  );
  server.post(
    '/phone/:number/messages',
    respond(async (request) => {
      const { text } = bodyOf(request);
      if (typeof text !== 'string' || text.trim() === '' || text.length > longestReply)
        throw new ApiError(
          400,
          'invalidText',
          `text must be a text of 1 to ${longestReply} letters`,
        );
      const phoneNumber = numberOf(request);
      const reply = { id: newId(), phoneNumber, text, receivedAt: clock().toISOString() };
      await collections.put('smsReply', reply);
      replies.forward(reply);
      return { status: 201, body: reply };
    }),
  );
}

function numberOf(request: Request): string {
  const number = national(decodeURIComponent(String(request.params.number)));
  if (!/^\d{3,15}$/.test(number))
    throw new ApiError(400, 'invalidNumber', 'A phone number is digits only');
  return number;
}
