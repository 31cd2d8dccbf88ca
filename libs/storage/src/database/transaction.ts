import { AsyncLocalStorage } from 'node:async_hooks';
import { OperationalError, seededRandom, UnexpectedError } from '@sojourn/kernel';
import type { DatabaseCounters, Tx } from './database.js';
import type { Dialect } from './dialect.js';

const ATTEMPTS = 6;
const jitter = seededRandom('storage.retry');

/** Wraps an engine's bare transaction with the retry that all of them share. */
export function retryingTransactions(
  dialect: Dialect,
  counters: DatabaseCounters,
  transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
): <T>(work: (tx: Tx) => Promise<T>) => Promise<T> {
  const running = new AsyncLocalStorage<true>();
  return async (work) => {
    if (running.getStore())
      throw new UnexpectedError('A transaction was begun inside another one; pass its tx along instead.', {
        code: 'storage.nested-transaction',
      });
    for (let attempt = 1; ; attempt++) {
      try {
        counters.transactions++;
        return await transact((tx) => running.run(true, () => work(tx)));
      } catch (error) {
        if (!dialect.isContention(error)) throw error;
        if (attempt === ATTEMPTS)
          throw new OperationalError('The database stayed busy with other transactions; it is tried again later.', {
            code: 'storage.contention',
            cause: error,
          });
        counters.retries++;
        // 5, 10, 20, 40, 80 ms, each between half and one and a half of that: rivals must not meet again in step.
        await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** (attempt - 1) * (0.5 + jitter.next())));
      }
    }
  };
}
