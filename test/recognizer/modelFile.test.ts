import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ranker, train } from '../../adapters/recognizer/model.ts';
import { readModel, writeModel } from '../../adapters/recognizer/modelFile.ts';

const examples = [
  ...['what is my bill', 'how much do i owe', '上个月账单', '话费多少'].map((text) => ({
    text,
    intent: 'checkBill',
  })),
  ...['data left', 'how much data have i used', '流量还剩多少'].map((text) => ({
    text,
    intent: 'checkUsage',
  })),
];

describe('the model file', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'model-'));
  const file = join(folder, 'kept.model');
  let answer: ReturnType<ReturnType<typeof ranker>>;

  before(async () => {
    const model = await train(examples);
    answer = ranker(model)('流量用了多少');
    writeModel(file, 'these examples', model);
  });

  after(() => rmSync(folder, { recursive: true }));

  it('answers as the model that was kept', () => {
    const model = readModel(file, 'these examples');
    assert.ok(model);
    assert.deepEqual(ranker(model)('流量用了多少'), answer);
    assert.equal(answer[0]?.intent, 'checkUsage');
  });

  it('is not used for other examples', () => {
    assert.equal(readModel(file, 'other examples'), undefined);
  });

  it('is not used where it is missing or cut off', () => {
    assert.equal(readModel(join(folder, 'none'), 'these examples'), undefined);
    const bytes = readFileSync(file);
    for (const length of [0, 3, 100, bytes.length - 8]) {
      writeFileSync(file, bytes.subarray(0, length));
      assert.equal(readModel(file, 'these examples'), undefined, `${length} bytes`);
    }
  });
});
