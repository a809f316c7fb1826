import assert from 'node:assert/strict';
import { createOrderGate, type OrderGate } from '../../bots/orderGate.ts';
import { forEachDatabase } from '../support/databases.ts';

const noonMs = Date.UTC(2026, 8, 1, 4);
const dayMs = 86_400_000;
/** How an attempt ends whose process is killed: it does not. */
const killed = () => new Promise<never>(() => {});

describe('the orders of one line', () => {
  forEachDatabase((_, database) => {
    let nowMs = noonMs;
    let gate: OrderGate;
    before(async () => {
      gate = createOrderGate(await database.open(), () => new Date(nowMs), dayMs);
    });

    /** An attempt that gets as far as the operator, and no farther. */
    async function attemptThatIsKilled(lineId: string, key: string): Promise<void> {
      await new Promise<void>((begun) => {
        void gate.alone(lineId, key, () => {
          begun();
          return killed();
        });
      });
    }

    const tryToPlace = (lineId: string, key: string) => gate.alone(lineId, key, async () => key);

    it('are placed one at a time', async () => {
      const results = await gate.alone('line 1', 'first', () => tryToPlace('line 1', 'second'));
      assert.equal(results, undefined);
      assert.equal(await tryToPlace('line 1', 'second'), 'second');
    });

    it('do not wait for those of another line', async () => {
      const inside = await gate.alone('line 2', 'first', () => tryToPlace('line 3', 'second'));
      assert.equal(inside, 'second');
    });

    it('do not wait for one that failed', async () => {
      const failing = gate.alone('line 7', 'first', async () => {
        throw new Error('failed');
      });
      await assert.rejects(failing);
      assert.equal(await tryToPlace('line 7', 'second'), 'second');
    });

    it('go on at once where their own attempt was killed', async () => {
      await attemptThatIsKilled('line 4', 'killed');
      assert.equal(await tryToPlace('line 4', 'killed'), 'killed');
      await attemptThatIsKilled('line 4', 'killed');
      assert.equal(await tryToPlace('line 4', 'killed'), 'killed');
    });

    it('wait a minute for one that was killed and does not come back', async () => {
      await attemptThatIsKilled('line 5', 'killed');
      assert.equal(await tryToPlace('line 5', 'other'), undefined);
      nowMs += 61_000;
      assert.equal(await tryToPlace('line 5', 'other'), 'other');
    });

    it('never both go on, whenever the killed one comes back', async () => {
      for (let waitedMs = 0; waitedMs <= 70_000; waitedMs += 1000) {
        const line = `line 6, ${waitedMs}`;
        await attemptThatIsKilled(line, 'killed');
        nowMs += waitedMs;
        const both = await gate.alone(line, 'other', () => tryToPlace(line, 'killed'));
        assert.equal(both, undefined, `after ${waitedMs} ms`);
      }
    });
  });
});
