import { createHash } from 'node:crypto';
import type { HostCall } from '@sojourn/execution';
import { pluginWrites, type Tx } from '@sojourn/storage';
import { itemOf, itemsOf } from './host-args.js';
import type { HostScope } from './host-scope.js';

/** One of the writes that a batch makes, by which its repetition is recognised. */
export interface Slot {
  /** The deliveries that it is for. */
  readonly keys: readonly string[];
  /** Digest of the keys: the same deliveries together have the same. */
  readonly batch: string;
  /** What is written to, and the how many-eth write to it this is. */
  readonly name: string;
}

/**
 * Numbers the writes of one batch: for each item by itself, and for several items together. The same attempt made again numbers
 * them the same, whatever it asks besides: what is only read does not count, and every target counts for itself.
 */
export class Slots {
  readonly #scope: HostScope;
  readonly #made = new Map<string, number>();

  constructor(scope: HostScope) {
    this.#scope = scope;
  }

  /** Undefined for what belongs to no delivery: nothing repeats it. */
  next(call: HostCall, target: readonly unknown[]): Slot | undefined {
    const { items } = this.#scope;
    const keys = itemsOf(call, items.length).map((key) => items[key]?.effectKey);
    if (keys.length === 0 || !keys.every((key) => key !== undefined)) return undefined;
    const own = itemOf(call.args, items.length) === undefined ? 'together' : 'own';
    const batch = digest([...keys].sort());
    const base = digest([own, ...target]).slice(0, 16);
    const number = (this.#made.get(`${batch} ${base}`) ?? 0) + 1;
    this.#made.set(`${batch} ${base}`, number);
    return { keys, batch, name: `${base}:${number}` };
  }
}

/** What an earlier attempt at these deliveries wrote here. */
export interface Earlier {
  /** JSON of the answer, when exactly these deliveries were written for. */
  readonly reply: string | undefined;
  /** What was added for them, when others were among them then. */
  readonly added: number;
}

export async function earlierIn(tx: Tx, { keys, batch, name }: Slot): Promise<Earlier> {
  const rows = await pluginWrites.find(tx, keys, name);
  const alike = rows.length === keys.length && rows.every((row) => row.batch === batch);
  if (alike) return { reply: rows[0]?.reply ?? 'null', added: 0 };
  return { reply: undefined, added: rows.reduce((sum, { share }) => sum + Number(share ?? 0), 0) };
}

/** Notes a write. `added`: a number that was added, for all deliveries together. */
export async function noteWrite(
  tx: Tx,
  { workspaceId, manifest }: Pick<HostScope, 'workspaceId' | 'manifest'>,
  { keys, batch, name: slot }: Slot,
  { at, reply = null, added }: { readonly at: number; readonly reply?: string | null; readonly added?: number },
): Promise<void> {
  const shares = added === undefined ? undefined : sharesOf(added, keys.length);
  const rows = keys.map((effectKey, i) => ({ effectKey, slot, workspaceId, plugin: manifest.id, batch, share: shares ? String(shares[i]) : null, reply, at })); // prettier-ignore
  await pluginWrites.note(tx, rows);
}

/** Parts that add up exactly: whole ones of a whole number. */
function sharesOf(sum: number, parts: number): readonly number[] {
  if (!Number.isSafeInteger(sum)) return Array.from({ length: parts }, () => sum / parts);
  const each = Math.trunc(sum / parts);
  const rest = sum - each * parts;
  return Array.from({ length: parts }, (_, i) => each + (i < Math.abs(rest) ? Math.sign(rest) : 0));
}

const digest = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
