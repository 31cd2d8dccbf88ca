import type { Json } from '@sojourn/kernel';
import type { ItemData } from '@sojourn/plugin-sdk';
import type { Decision } from '@sojourn/plugin-sdk/engine';
import { beside, fixtureItems, fullBatch, livingFixtures, run, type Bench, type RunOptions } from '../bench.js';
import { result, type Check, type CheckResult } from '../check.js';
import type { Fixture } from '../fixture.js';
import { isSame } from '../matches.js';

/** With how many others a contact is tried; whether a full batch is borne is what `budgets` asks. */
const COMPANY = 200;

/** A contact fares the same alone, in halves, in the whole batch and in a large one. */
export const batchSplit: Check = {
  name: 'batch split',
  run: (bench) =>
    compared(bench, 'batch split', async (fixture, items) => {
      const half = Math.ceil(items.length / 2);
      const inParts = async (parts: readonly (readonly ItemData[])[]) => {
        const found: (Decision | undefined)[] = [];
        for (const part of parts) if (part.length > 0) found.push(...(await decided(bench, fixture, part)));
        return found;
      };
      return [
        { how: 'alone', decisions: await inParts(items.map((item) => [item])) },
        { how: 'in half the batch', decisions: await inParts([items.slice(0, half), items.slice(half)]) },
        { how: `in a batch of ${COMPANY}`, decisions: await inCompany(bench, fixture, items) },
      ];
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

/**
 * What one batch leaves behind in the module does not reach the next: all fixtures in one process where the module stays loaded,
 * first among themselves, then after many others of each.
 */
export const noState: Check = {
  name: 'no state',
  run: async (bench) => {
    const on = beside();
    try {
      for (const fixture of livingFixtures(bench)) {
        const items = fixtureItems(bench, fixture);
        if (items.length > 0) await inCompany(bench, fixture, items, { on });
      }
      return await compared(bench, 'no state', async (fixture, items) => {
        const later = await decided(bench, fixture, items, { on });
        return [{ how: 'after other batches in one process', decisions: later }];
      });
    } finally {
      await on.close();
    }
  },
};

/** Throws that come out alike by chance do so rarely three times. */
const DICE = ['one', 'two', 'three'];
const DAY = 24 * 60 * 60_000;

/** The same input, the same answer: no clock, no chance of its own. */
export const determinism: Check = {
  name: 'determinism',
  run: (bench) =>
    compared(bench, 'determinism', async (fixture, items) => [
      { how: 'the second time', decisions: await decided(bench, fixture, items) },
      {
        how: 'with another clock on the wall (now is item.at)',
        decisions: await decided(bench, fixture, items, { at: (items[0]?.at ?? 0) + 400 * DAY + 1 }),
      },
      ...(await Promise.all(
        DICE.map(async (seed) => ({
          how: 'with other dice (chance is item.sticky or ctx.random)',
          decisions: await decided(bench, fixture, items, { seed }),
        })),
      )),
    ]),
};

interface Told {
  readonly how: string;
  readonly decisions: readonly (Decision | undefined)[] | null;
}

async function compared(
  bench: Bench,
  check: string,
  other: (fixture: Fixture, items: readonly ItemData[]) => Promise<readonly Told[]>,
): Promise<CheckResult> {
  const problems: string[] = [];
  let looked = 0;
  for (const fixture of livingFixtures(bench)) {
    const items = fixtureItems(bench, fixture);
    if (items.length === 0) continue;
    const whole = await decided(bench, fixture, items);
    const told = new Set<string>();
    for (const { how, decisions } of await other(fixture, items)) {
      if (decisions === null) continue;
      fixture.items.forEach(({ name }, index) => {
        looked += 1;
        const said = `${how} ${index}`;
        if (told.has(said) || same(whole[index], decisions[index])) return;
        told.add(said);
        problems.push(`${fixture.file}, ${name}, node ${fixture.node}: ${brief(decisions[index])} ${how}, ${brief(whole[index])} in the whole batch`); // prettier-ignore
      });
    }
  }
  return result(check, looked, 'comparisons', problems);
}

/** Many others come with them; null when that is too much for the node's budgets, which is another matter. */
async function inCompany(bench: Bench, fixture: Fixture, items: readonly ItemData[], options: RunOptions = {}) {
  const { decisions, died } = await run(bench, fixture, {
    ...options,
    items: fullBatch(bench, fixture, items, COMPANY),
    writtenFor: (key) => key % items.length,
  });
  return died ? null : decisions.slice(0, items.length);
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
