import assert from 'node:assert/strict';
import { singleWish } from '../../domain/singleWish.ts';

describe('one thing without a bundle', () => {
  for (const [words, resource] of [
    ['我只要流量，不要融合套餐', 'data'],
    ['不要融合，只要流量', 'data'],
    ['我不要套餐，只买流量', 'data'],
    ['单独买通话时长，别给我搭配套餐', 'voice'],
    ['I only want data, not a bundle', 'data'],
    ['just minutes, no package please', 'voice'],
    ['我要流量套餐', undefined],
    ['不要套餐', undefined],
    ['只要99元套餐', undefined],
    ['我只要流量和通话，不要融合', undefined],
    ['确认办理', undefined],
  ] as const)
    it(`“${words}” is ${resource ?? 'something else'}`, () =>
      assert.equal(singleWish(words), resource));
});
