type Close = () => Promise<unknown> | unknown;

const closers: Close[] = [];

/** Has something closed when all tests are over, last opened first. */
export function closeAtEnd(close: Close): void {
  closers.push(close);
}

/** Mocha's root hooks: nothing that a test opened is left running. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    for (const close of closers.reverse()) await close();
  },
};
