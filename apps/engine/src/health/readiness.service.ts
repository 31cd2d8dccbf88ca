import { Inject, Injectable } from '@nestjs/common';
import { messageOf } from '@sojourn/kernel';
import type { Database } from '@sojourn/storage';
import { DATABASE, HEALTH, LOG, type Health, type Log } from '../ports.js';
import type { ReadyView } from './health.controller.js';

@Injectable()
export class ReadinessService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(HEALTH) private readonly health: Health,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async view(): Promise<ReadyView> {
    if (this.health.stopping) return { status: 'not-ready', reason: 'shutting down' };
    if (this.health.workerFault) return { status: 'not-ready', reason: 'the worker is failing; see the log' };
    try {
      await this.database.read.rows('SELECT 1 AS one');
      return { status: 'ready' };
    } catch (error) {
      this.log.warn({ reason: messageOf(error) }, 'not ready');
      return { status: 'not-ready', reason: 'the database does not answer' };
    }
  }
}
