import type { IdSource } from '@sojourn/kernel';

const FIRST_BLOCK = 1_000;
const LARGEST_BLOCK = 64_000;

interface Block {
  next: number;
  end: number;
  size: number;
}

/**
 * Hi-lo: takes blocks of ids from the table `id_block` and hands them out from memory. A kind that runs out gets a block of
 * twice the size, up to 64,000. Ids of a process that dies are lost, never given twice.
 */
export class IdBlocks implements IdSource {
  readonly #blocks = new Map<string, Block>();
  /** One refill at a time per kind. */
  readonly #refills = new Map<string, Promise<unknown>>();
  readonly #reserve: (kind: string, count: number) => Promise<number>;

  /** `reserve` moves the kind's counter on by `count`, durably, and answers the first id of the block. */
  constructor(reserve: (kind: string, count: number) => Promise<number>) {
    this.#reserve = reserve;
  }

  async take(kind: string, count: number): Promise<number[]> {
    const ids: number[] = [];
    while (ids.length < count) {
      this.#drain(kind, count, ids);
      if (ids.length < count) await this.#refill(kind, count - ids.length);
    }
    return ids;
  }

  /** What is left in memory, up to `count`; for a transaction that must reserve the rest by itself. */
  takeReady(kind: string, count: number): number[] {
    const ids: number[] = [];
    this.#drain(kind, count, ids);
    return ids;
  }

  #drain(kind: string, count: number, into: number[]): void {
    const block = this.#blocks.get(kind);
    while (block && into.length < count && block.next < block.end) into.push(block.next++);
  }

  async #refill(kind: string, atLeast: number): Promise<void> {
    const under = this.#refills.get(kind);
    if (under) return void (await under);
    const size = Math.min((this.#blocks.get(kind)?.size ?? FIRST_BLOCK / 2) * 2, LARGEST_BLOCK);
    const count = Math.max(size, atLeast);
    const refill = this.#reserve(kind, count).then((first) => {
      this.#blocks.set(kind, { next: first, end: first + count, size });
    });
    this.#refills.set(kind, refill);
    try {
      await refill;
    } finally {
      this.#refills.delete(kind);
    }
  }
}
