import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOperatorKey } from '../../adapters/agreement/operatorKey.ts';
import { createAgreementPress } from '../../adapters/agreement/press.ts';
import { createEmbeddedRecognizer } from '../../adapters/recognizer/embedded.ts';
import { loadProject } from '../../adapters/recognizer/project.ts';
import { openStore } from '../../adapters/store/store.ts';
import type { AgreementPress } from '../../ports/agreement.ts';
import type { Recognizer } from '../../ports/recognizer.ts';
import type { Log } from '../../ports/services.ts';
import type { Store } from '../../ports/store.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { closeAtEnd } from './closing.ts';

/** What all conversation tests share: the sandbox operator, a database and the trained recogniser. */
export interface World {
  readonly sandbox: Sandbox;
  readonly store: Store;
  readonly recognizer: Recognizer;
  readonly press: AgreementPress;
  /** The day of the tests: bills up to October, the cycle of November running. */
  readonly startedAt: Date;
}

/** Says nothing: what the log says is asked by its own test. */
export const silentLog: Log = process.env.TEST_LOG ? console : { info() {}, warn() {}, error() {} };

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
  const store = await openStore({ kind: 'pglite', folder: '' }, { log: silentLog });
  closeAtEnd(() => store.close());
  return store;
}

async function open(): Promise<World> {
  const sandbox = await ownSandbox();
  const store = await ownStore();
  const recognizer = await createEmbeddedRecognizer({ project: loadProject() });
  const press = createAgreementPress(
    loadOperatorKey({ folder: temporaryFolder(), operatorName: '明白通信', now: startedAt }),
  );
  return { sandbox, store, recognizer, press, startedAt };
}
