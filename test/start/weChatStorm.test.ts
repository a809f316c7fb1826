import assert from 'node:assert/strict';
import { storm } from '../storm/storm.ts';
import { freshDatabase } from '../support/databases.ts';

describe('pushes that come three times at once, to two processes on one database', function () {
  this.timeout(240_000);

  it('are processed once and answered once; none is lost, none refused', async function () {
    const database = await freshDatabase();
    if (!database) return this.skip();
    const report = await storm({
      databaseUrl: database.place.url,
      messages: 24,
      copies: 3,
      processes: 2,
      customers: 8,
      longestDelayMs: 6000,
    });
    await database.remove();
    const { messages, operatorCalls, answeredOnce, answeredAgain, lost, refused } = report;
    assert.deepEqual(
      { operatorCalls, answeredOnce, answeredAgain, lost, refused },
      { operatorCalls: messages, answeredOnce: messages, answeredAgain: 0, lost: 0, refused: 0 },
    );
  });
});
