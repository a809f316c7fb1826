import assert from 'node:assert/strict';
import { errorTrail } from '../../domain/errorTrail.ts';

describe('what is reported of an error', () => {
  it('is its name and the places in the code', () => {
    const [name, first] = errorTrail(new TypeError('no line 13800138000'));
    assert.equal(name, 'TypeError');
    assert.match(first ?? '', /^at .*errorTrail\.test\.ts:\d+:\d+\)?$/);
  });

  it('is nothing of its message, not even of lines that look like places', () => {
    const said =
      'the customer typed\n    at 13800138000:1:2)\n    at zhang@example.com:3:4\nand more';
    const told = JSON.stringify(errorTrail(new Error(said)));
    assert.doesNotMatch(told, /13800138000|zhang|typed|more/);
    assert.match(told, /errorTrail\.test\.ts/);
    const changed = new Error('first');
    changed.message = said;
    assert.doesNotMatch(JSON.stringify(errorTrail(changed)), /13800138000|zhang/);
  });

  it('is its type when it is no error at all', () => {
    assert.deepEqual(errorTrail('13800138000'), ['string']);
    assert.deepEqual(errorTrail(undefined), ['undefined']);
  });
});
