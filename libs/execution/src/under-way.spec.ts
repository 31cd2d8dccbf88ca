import { expect, it } from 'vitest';
import { UnderWay } from './under-way.js';

it('who is held, and who was let go while something was read, is not free', () => {
  const underWay = new UnderWay();
  underWay.hold(1);
  underWay.hold(2);
  const watch = underWay.watch();
  underWay.release([1]);
  expect([1, 2, 3].map((id) => watch.isFree(id))).toEqual([false, false, true]);
  watch.end();
  expect(underWay.watch().isFree(1)).toBe(true);
  expect([underWay.has(2), underWay.size]).toEqual([true, 1]);
});

it('a shard is busy until everything that entered it is over', () => {
  const underWay = new UnderWay();
  const [first, second] = [underWay.enter([1, 2]), underWay.enter([2])];
  first();
  expect([underWay.isBusy(1), underWay.isBusy(2)]).toEqual([false, true]);
  second();
  expect(underWay.isBusy(2)).toBe(false);
});
