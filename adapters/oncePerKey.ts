import { LRUCache } from 'lru-cache';

const keysRemembered = 10_000;

/**
 * Sends a message once for each of the newest 10,000 keys, as far as this process remembers: for
 * protocols that know no idempotency key. What failed may be sent again.
 */
export function oncePerKey<Message extends { readonly idempotencyKey: string }>(
  send: (message: Message) => Promise<void>,
): (message: Message) => Promise<void> {
  const known = new LRUCache<string, Promise<void>>({ max: keysRemembered });
  return (message) => {
    const key = message.idempotencyKey;
    const before = known.get(key);
    if (before) return before;
    const sent = send(message);
    known.set(key, sent);
    sent.catch(() => known.delete(key));
    return sent;
  };
}
