import type { Json } from '@sojourn/kernel';
import type { ItemData } from '@sojourn/plugin-sdk';
import type { Decision } from '@sojourn/plugin-sdk/engine';
import { beside, fixtureItems, run, type Bench, type RunOptions } from '../bench.js';
import { result, type Check, type CheckResult } from '../check.js';
import type { Fixture } from '../fixture.js';
import { isSame } from '../matches.js';

/** A contact fares the same alone, in halves and in the whole batch. */
export const batchSplit: Check = {
  name: 'batch split',
  run: (bench) =>
    compared(bench, 'batch split', async (fixture, items) => {
      const half = Math.ceil(items.length / 2);
      const ways = [items.map((item) => [item]), [items.slice(0, half), items.slice(half)]];
      const found: Told[] = [];
      for (const way of ways) {
        const parts: (Decision | undefined)[] = [];
        for (const part of way) if (part.length > 0) parts.push(...(await decided(bench, fixture, part)));
        found.push({ how: way === ways[0] ? 'alone' : 'in half the batch', decisions: parts });
      }
      return found;
    }),
};

/** The order within a batch says nothing. */
export const order: Check = {
  name: 'order',
  run: (bench) =>
    compared(bench, 'order', async (fixture, items) => [
      { how: 'in reverse', decisions: (await decided(bench, fixture, items.toReversed())).toReversed() },
    ]),
};

/** What one batch leaves behind in the module does not reach the next: run twice where the module stays loaded. */
export const noState: Check = {
  name: 'no state',
  run: (bench) =>
    compared(bench, 'no state', async (fixture, items) => {
      const on = beside();
      const first = await decided(bench, fixture, items, { on });
      const second = await decided(bench, fixture, items, { on });
      await on.close();
      return [
        { how: 'in this process', decisions: first },
        { how: 'the second time in one process', decisions: second },
      ];
    }),
};

/** The same input, the same answer: no clock, no chance of its own. */
export const determinism: Check = {
  name: 'determinism',
  run: (bench) =>
    compared(bench, 'determinism', async (fixture, items) => [
      { how: 'the second time', decisions: await decided(bench, fixture, items) },
    ]),
};

interface Told {
  readonly how: string;
  readonly decisions: readonly (Decision | undefined)[];
}

async function compared(
  bench: Bench,
  check: string,
  other: (fixture: Fixture, items: readonly ItemData[]) => Promise<readonly Told[]>,
): Promise<CheckResult> {
  const problems: string[] = [];
  let looked = 0;
  for (const fixture of bench.fixtures) {
    const items = fixtureItems(bench, fixture);
    if (items.length === 0) continue;
    const whole = await decided(bench, fixture, items);
    for (const { how, decisions } of await other(fixture, items)) {
      fixture.items.forEach(({ name }, index) => {
        looked += 1;
        if (same(whole[index], decisions[index])) return;
        problems.push(`${fixture.file}, ${name}: ${brief(decisions[index])} ${how}, ${brief(whole[index])} in the whole batch`); // prettier-ignore
      });
    }
  }
  return result(check, looked, 'comparisons', problems);
}

/** Decisions of these items, in their order; keys are given anew, as the host does. */
async function decided(bench: Bench, fixture: Fixture, items: readonly ItemData[], options: RunOptions = {}) {
  const places = items.map(({ key }) => key);
  const ran = await run(bench, fixture, {
    ...options,
    items: items.map((item, key) => ({ ...item, key })),
    writtenFor: (key) => places[key] ?? key,
  });
  return ran.decisions;
}

function same(a: Decision | undefined, b: Decision | undefined): boolean {
  const data = (one: Decision | undefined) => one && ({ ...one, item: 0 } as unknown as Json);
  return isSame(data(a), data(b));
}

function brief(decision: Decision | undefined): string {
  if (!decision) return 'no answer';
  const { item: _, ...rest } = decision;
  return JSON.stringify(rest).slice(0, 120);
}
