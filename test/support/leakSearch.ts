import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../adapters/store/engine.ts';
import { createVault } from '../../adapters/vault/vault.ts';
import { createOwnDataPages } from '../../bots/ownDataPages.ts';
import { oncePageKey } from '../../dialogs/shared/oncePage.ts';
import type { Store } from '../../ports/store.ts';
import { type Leak, leaksIn, leaksWritten, noteWritten } from './canaries.ts';
import { closeAtEnd } from './closing.ts';
import { boundTo } from './links.ts';

const found: Leak[] = [];

/** Looks through every table of a database that is about to be closed. */
export async function noteLeaks(engine: Engine): Promise<void> {
  found.push(...(await leaksIn(engine)));
}

/** Has the file of everything stored about each customer looked through, as the customer would get it. */
export async function noteExports(engine: Engine, store: Store): Promise<void> {
  const vault = createVault('a secret for tests that is long enough');
  const open = createOwnDataPages({ store, vault, clock: () => new Date(0) });
  const owners = await engine.db
    .selectFrom('conversation_customer')
    .select(['customer_id', 'line_id'])
    .distinct()
    .execute();
  for (const { customer_id: customerId, line_id: lineId } of owners) {
    const secret = randomUUID();
    await store.issueLink({
      digest: vault.digest(oncePageKey('my-data', secret)),
      sealedPayload: boundTo('auditor', { customerId, lineId }),
      expiresAt: '2100-01-01T00:00:00.000Z',
    });
    const file = await open(secret, 'auditor');
    assert.ok(file, 'a customer can have the file');
    noteWritten('export', file.bytes.toString());
  }
}

const writeError = process.stderr.write.bind(process.stderr);
process.stderr.write = ((text: string | Uint8Array, ...more: never[]) => {
  noteWritten('error output', typeof text === 'string' ? text : Buffer.from(text).toString());
  return writeError(text, ...more);
}) as typeof process.stderr.write;

// Registered first, it comes last: all databases have been looked through by then.
closeAtEnd(() => {
  const leaks = new Set(
    [...found, ...leaksWritten()].map(
      ({ where, what, test }) => `${what} in ${where}, left by “${test}”`,
    ),
  );
  assert.deepEqual([...leaks], [], 'personal data was found where none may be (rights §5.3)');
});
