import { Inject, Injectable } from '@nestjs/common';
import { messageOf } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { DATABASE, HEALTH, LOG, type Health, type Log } from '../ports.js';
import type { ReadyView } from './health.controller.js';

export interface ReadinessParts {
  readonly database: Pick<Database, 'read'>;
  readonly health: Health;
  readonly log: Log;
}

/** Whether this process can work. Without Redis it can: `degraded` says so, and `/ready` still answers 200. */
export async function readiness({ database, health, log }: ReadinessParts): Promise<ReadyView> {
  if (health.stopping) return { status: 'not-ready', reason: 'shutting down' };
  if (health.workerFault) return { status: 'not-ready', reason: 'the worker is failing; see the log' };
  try {
    await database.read.rows('SELECT 1 AS one');
    return health.degraded === undefined ? { status: 'ready' } : { status: 'ready', degraded: health.degraded };
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'not ready');
    return { status: 'not-ready', reason: 'the database does not answer' };
  }
}

@Injectable()
export class ReadinessService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(HEALTH) private readonly health: Health,
    @Inject(LOG) private readonly log: Log,
  ) {}

  view(): Promise<ReadyView> {
    return readiness({ database: this.database, health: this.health, log: this.log });
  }
}
