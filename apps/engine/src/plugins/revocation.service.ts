import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@sojourn/kernel';
import { pluginInstalls, pluginRevocations, type Database } from '@sojourn/storage';
import type { Config } from '../config/config.js';
import { CLOCK, CONFIG, DATABASE, QUEUE, type Ports } from '../ports.js';
import type { RevocationList } from './plugin.dto.js';
import { takeInRevocations } from './revocations.js';

/** What the revocation feed says, to people. */
@Injectable()
export class RevocationService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
  ) {}

  async list(workspaceId: number): Promise<RevocationList> {
    const rows = await pluginRevocations.list(this.database.read);
    const feed = await pluginRevocations.feed(this.database.read);
    const installed = new Set((await pluginInstalls.list(this.database.read, workspaceId)).map(({ plugin }) => plugin));
    return {
      items: rows.map(({ plugin, target, reason, at }) => {
        const isHash = /^[0-9a-f]{64}$/.test(target);
        return {
          plugin,
          version: isHash ? null : target,
          hash: isHash ? target : null,
          reason: JSON.parse(reason) as RevocationList['items'][number]['reason'],
          at: Number(at),
          installed: installed.has(plugin),
        };
      }),
      configured: this.config.revocationFeed !== undefined && this.config.revocationKey !== undefined,
      seq: feed && feed.seq >= 0 ? Number(feed.seq) : null,
      checkedAt: feed ? Number(feed.checkedAt) : null,
      error: feed?.error ?? null,
    };
  }

  async refresh(workspaceId: number): Promise<RevocationList> {
    const { changed } = await takeInRevocations({ config: this.config, database: this.database, clock: this.clock });
    if (changed) this.queue.announce('advance');
    return this.list(workspaceId);
  }
}
