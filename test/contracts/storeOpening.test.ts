import assert from 'node:assert/strict';
import { forEachDatabase } from '../support/databases.ts';
import { message } from '../support/storedTalk.ts';

describe('a new database', () => {
  forEachDatabase((name, database) => {
    it('is made ready once, also when several processes start at once', async () => {
      const starts = name === 'PGlite' ? 1 : 4;
      const stores = await Promise.all(Array.from({ length: starts }, () => database.open()));
      for (const store of stores) await store.ready();
      await stores[0]?.receive(message('talk', 'a'));
      assert.equal((await stores.at(-1)?.activities('talk', 0, 10))?.length, 1);
      const migrations = await database.query('select name from kysely_migration order by name');
      assert.deepEqual(migrations, [{ name: '0001Conversations' }, { name: '0002Proof' }]);
    });
  });
});
