import assert from 'node:assert/strict';
import { seededRandom } from '../../adapters/recognizer/arrays.ts';
import { addRow, dotRow, packRows } from '../../adapters/recognizer/rows.ts';
import { openWorkspace, roundUp, stride } from '../../adapters/recognizer/workspace.ts';

const random = seededRandom(1);
const drawn = (count: number) => Float32Array.from({ length: count }, () => random() * 2 - 1);

/** How far two lists of numbers are apart at most. */
const distance = (one: Float32Array, other: Float32Array) =>
  one.reduce((most, number, at) => Math.max(most, Math.abs(number - (other[at] as number))), 0);

describe('the fast loops', () => {
  for (const length of [stride, 3 * stride, 30 * stride]) {
    it(`adds ${length} scaled numbers and touches no other`, () => {
      const { numbers, addScaled } = openWorkspace(4 * length);
      numbers.set(drawn(4 * length));
      const before = numbers.slice();
      addScaled(length, 2 * length, length, -0.75);
      const expected = before.map((number, at) =>
        at >= length && at < 2 * length ? number - 0.75 * (before[at + length] as number) : number,
      );
      assert.ok(distance(numbers, expected) < 1e-6);
    });

    it(`multiplies ${length} numbers with as many`, () => {
      const { numbers, dot } = openWorkspace(3 * length);
      numbers.set(drawn(3 * length));
      let expected = 0;
      for (let at = 0; at < length; at += 1) {
        expected += (numbers[at] as number) * (numbers[at + 2 * length] as number);
      }
      assert.ok(Math.abs(dot(0, 2 * length, length) - expected) < 1e-4);
    });
  }

  it('needs lengths that are multiples of its stride', () => {
    assert.deepEqual([1, 16, 17, 46].map(roundUp), [16, 16, 32, 48]);
  });
});

describe('packed rows', () => {
  const width = 46;
  const numbers = drawn(3 * 48);
  numbers.fill(0, 96, 144);
  const rows = packRows(numbers, width, 48);
  const row = (at: number) => numbers.slice(at * 48, at * 48 + width);

  for (const at of [0, 1, 2]) {
    it(`gives row ${at} back, each number to a 254th of the largest`, () => {
      const found = new Float32Array(width);
      addRow(found, rows, at, 2);
      const expected = row(at).map((number) => 2 * number);
      assert.ok(distance(found, expected) <= 2 / 254 + 1e-6);
    });

    it(`multiplies row ${at} with a list`, () => {
      const other = drawn(width);
      const exact = row(at).reduce((sum, number, place) => sum + number * (other[place] ?? 0), 0);
      assert.ok(Math.abs(dotRow(rows, at, other) - exact) < width / 254);
    });
  }
});
