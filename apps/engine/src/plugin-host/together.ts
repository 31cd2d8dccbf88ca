import type { Clock } from '@sojourn/kernel';
import { pluginWrites, type Database } from '@sojourn/storage';
import type { HostScope } from './host-scope.js';
import { noteWrite, type Slot } from './own-writes.js';

/**
 * Requests that change something for several items together. A batch is run again in parts when one of its items kills it, and a
 * later attempt may be made with others: then the same request for fewer, or others, is one that nobody recognises.
 */
export class Together {
  readonly #scope: HostScope;
  readonly #parts: { readonly database: Database; readonly clock: Clock };
  /** Batches that were sent, by delivery and slot. */
  readonly #sent = new Map<string, string>();
  readonly #cut = new Set<number>();

  constructor(scope: HostScope, parts: { readonly database: Database; readonly clock: Clock }) {
    this.#scope = scope;
    this.#parts = parts;
  }

  /** Items (keys) whose request was held back. */
  cut(): ReadonlySet<number> {
    return this.#cut;
  }

  /** False when some of these were in another such request that left, and the node does not prefer sending it twice. */
  async mayLeave(slot: Slot, items: readonly number[]): Promise<boolean> {
    const { idempotency, onAmbiguous } = this.#scope.node.effects;
    if (idempotency === 'pure' || (idempotency === 'none' && onAmbiguous === 'prefer-duplicate')) return true;
    const { keys, batch, name } = slot;
    const inOther = (key: string): boolean => (this.#sent.get(`${key} ${name}`) ?? batch) !== batch;
    // Only keyed ones are handed over again by themselves; of all others a person decides.
    const isCut = idempotency === 'keyed' ? await this.#known(slot, keys.some(inOther)) : keys.some(inOther);
    if (isCut) for (const key of items) this.#cut.add(key);
    else for (const key of keys) this.#sent.set(`${key} ${name}`, batch);
    return !isCut;
  }

  /** Looks what attempts before this one sent, and notes this one. What is held back is forgotten: a person may have it sent. */
  async #known(slot: Slot, isCut: boolean): Promise<boolean> {
    const { keys, batch, name } = slot;
    return this.#parts.database.inTransaction(async (tx) => {
      const rows = await pluginWrites.find(tx, keys, name);
      if (isCut || rows.some((row) => row.batch !== batch)) {
        await pluginWrites.forget(tx, keys, name);
        return true;
      }
      await noteWrite(tx, this.#scope, slot, { at: this.#parts.clock.now() });
      return false;
    });
  }
}
