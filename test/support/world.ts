import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOperatorKey } from '../../adapters/agreement/operatorKey.ts';
import { createAgreementPress } from '../../adapters/agreement/press.ts';
import { createEmbeddedRecognizer } from '../../adapters/recognizer/embedded.ts';
import { ownModelFile } from '../../adapters/recognizer/modelFile.ts';
import { loadProject } from '../../adapters/recognizer/project.ts';
import { openEngine } from '../../adapters/store/openEngine.ts';
import { storeOn } from '../../adapters/store/store.ts';
import type { AgreementPress } from '../../ports/agreement.ts';
import type { Recognizer } from '../../ports/recognizer.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { noteWritten } from './canaries.ts';
import { closeAtEnd } from './closing.ts';
import { noteExports, noteLeaks } from './leakSearch.ts';

/** What all conversation tests share: the sandbox operator, a database and the trained recogniser. */
export interface World {
  readonly sandbox: Sandbox;
  readonly store: Store;
  readonly recognizer: Recognizer;
  readonly press: AgreementPress;
  /** The day of the tests: bills up to October, the cycle of November running. */
  readonly startedAt: Date;
}

const write =
  (level: 'info' | 'warn' | 'error') => (event: string, facts?: Record<string, unknown>) => {
    noteWritten('log', event, facts);
    if (process.env.TEST_LOG) console[level](event, facts);
  };

/** Says nothing; what it is told must hold no personal data, before the real log masks it (INV-5). */
export const silentLog: Log = { info: write('info'), warn: write('warn'), error: write('error') };

/** What the vault of all talks seals with. */
export const vaultSecret = 'a secret for tests that is long enough';

let opened: Promise<World> | undefined;

/** Opens the world at its first use; closed when all tests are over. */
export function world(): Promise<World> {
  opened ??= open();
  return opened;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agreement-'));
  closeAtEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The moment all conversation tests begin at. */
const startedAt = new Date('2026-11-24T10:00:00+08:00');

/** An operator of one's own, closed at the end: what is ordered there troubles no other test. */
export async function ownSandbox(clock: () => Date = () => startedAt): Promise<Sandbox> {
  const sandbox = await startSandbox({ port: 0, clock, orderStepMs: 5 });
  closeAtEnd(() => sandbox.close());
  return sandbox;
}

/** A memory of one's own, closed at the end. */
export async function ownStore(): Promise<Store> {
  const engine = await openEngine({ kind: 'pglite', folder: '' }, silentLog);
  const store = await storeOn(engine, silentLog);
  closeAtEnd(async () => {
    await noteExports(engine, store);
    await noteLeaks(engine);
    await store.close();
  });
  return store;
}

async function open(): Promise<World> {
  const sandbox = await ownSandbox();
  const store = await ownStore();
  const recognizer = await createEmbeddedRecognizer({
    project: loadProject(),
    modelFile: ownModelFile,
  });
  const press = createAgreementPress(
    loadOperatorKey({ folder: temporaryFolder(), operatorName: '明白通信', now: startedAt }),
  );
  return { sandbox, store, recognizer, press, startedAt };
}
