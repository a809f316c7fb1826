import { exceptionOf } from '../parity/exceptions.ts';
import { nameTest } from './canaries.ts';

type Close = () => Promise<unknown> | unknown;

const closers: Close[] = [];

/** Has something closed when all tests are over, last opened first. */
export function closeAtEnd(close: Close): void {
  closers.push(close);
}

/** Closes everything, last opened first; what goes wrong is told when all is closed. */
export async function closeAll(): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closers.splice(0).reverse()) {
    try {
      await close();
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
}

const testClosers: Close[] = [];

/** Has something closed when the test that is running is over. */
export function closeAfterTest(close: Close): void {
  testClosers.push(close);
}

const longTalkMs = 120_000;

/** Mocha's root hooks: nothing that a test opened is left running. */
export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    const title = this.currentTest?.fullTitle() ?? '';
    nameTest(title);
    if (exceptionOf(title)) this.skip();
    // With a channel and its other side between, a talk takes its time.
    if (process.env.CHANNEL) this.currentTest?.timeout(longTalkMs);
  },
  async afterEach(): Promise<void> {
    for (const close of testClosers.splice(0).reverse()) await close();
  },
  afterAll: closeAll,
};
