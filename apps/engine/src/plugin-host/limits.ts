import type { GuestLimits } from '@sojourn/execution';
import type { NodeSpec } from '@sojourn/plugin-sdk';
import { callsPerItem } from './host-http.js';

/** Whatever a manifest says. A delivery's lease lasts a minute: its call must be over before. */
const MOST = { cpuMs: 5_000, memoryMb: 128, wallMs: 45_000, batch: 1_000 } as const;
const USUAL = { cpuMs: 1_000, memoryMb: 64, wallMs: 30_000 } as const;

/** What a batch of so many items may use. */
export function limitsOf(spec: NodeSpec, items: number): GuestLimits {
  const { cpuMs = USUAL.cpuMs, memoryMb = USUAL.memoryMb, wallMs = USUAL.wallMs } = spec.budgets ?? {};
  return {
    cpuMs: within(cpuMs, MOST.cpuMs),
    memoryMb: within(memoryMb, MOST.memoryMb),
    wallMs: within(wallMs, MOST.wallMs),
    // The store is asked as often as the network.
    calls: callsPerItem(spec) * 2 * Math.max(1, items),
  };
}

/** Items as a node wants them: so many at most, and no contact twice where it says so. */
export function inNodeBatches<T>(spec: NodeSpec, items: readonly T[], contactOf: (item: T) => number): readonly T[][] {
  const { max = MOST.batch, groupBy = 'config' } = spec.batch ?? {};
  const size = within(max, MOST.batch);
  const batches: { readonly items: T[]; readonly contacts: Set<number> }[] = [];
  for (const item of items) {
    const contact = contactOf(item);
    const fits = ({ items: own, contacts }: (typeof batches)[number]): boolean =>
      own.length < size && (groupBy !== 'contact' || !contacts.has(contact));
    let batch = groupBy === 'contact' ? batches.find(fits) : batches.slice(-1).find(fits);
    if (!batch) batches.push((batch = { items: [], contacts: new Set() }));
    batch.items.push(item);
    batch.contacts.add(contact);
  }
  return batches.map((batch) => batch.items);
}

const within = (wanted: number, most: number): number => Math.min(most, Math.max(1, Math.round(wanted)));
