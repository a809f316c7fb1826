import { message, openTalk } from './storedTalk.ts';
import { ownStore, silentLog } from './world.ts';

// Run by canaries.test.ts in a mocha of its own, which must fail: every way a leak can take.
describe('a leak', () => {
  it('is planted in a table, a log line and the error output', async () => {
    const store = await ownStore();
    await store.receive(message(await openTalk(store), 'planted', '13800138001'));
    silentLog.info('planted', { who: '陈试明' });
    process.stderr.write('planted 13912345678\n');
  });
});
