import { randomUUID } from 'node:crypto';
import type { OutboxStore } from '@sojourn/execution';
import type { Database } from '../database/database.js';
import { begin } from './begin.js';
import { claim, release } from './claim.js';
import { lanes } from './lanes.js';
import { doubtful, recover } from './recover.js';
import { settle } from './settle.js';

/** The outbox over SQLite or MySQL for one live worker, which holds what it takes under a name of its own. */
export function createOutboxStore(database: Database): OutboxStore {
  const holder = randomUUID();
  return {
    lanes: (now) => lanes(database, now),
    claim: (ask) => claim(database, holder, ask),
    begin: (ask) => begin(database, holder, ask),
    release: (ids) => release(database, holder, ids),
    settle: (ask) => settle(database, holder, ask),
    recover: (ask) => recover(database, ask),
    doubtful: (ask) => doubtful(database, holder, ask),
  };
}
