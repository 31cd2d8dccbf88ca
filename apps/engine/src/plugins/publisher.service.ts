import { Inject, Injectable } from '@nestjs/common';
import { fingerprint } from '@sojourn/packaging';
import { UserError, type Clock } from '@sojourn/kernel';
import { pluginPublishers, recordAudit, users, type Database } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { CLOCK, DATABASE } from '../ports.js';
import type { PublisherList } from './plugin.dto.js';

/** Whose packages a workspace takes: the keys it has pinned. */
@Injectable()
export class PublisherService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(workspaceId: number): Promise<PublisherList> {
    const rows = await pluginPublishers.list(this.database.read, workspaceId);
    const names = new Map<number, string>();
    for (const id of new Set(rows.flatMap(({ pinnedBy }) => pinnedBy ?? []))) {
      const user = await users.byId(this.database.read, id);
      if (user) names.set(id, user.name);
    }
    return {
      items: rows.map(({ publisher, keyId, how, pinnedAt, pinnedBy, retiredAt }) => ({
        publisher,
        keyId,
        fingerprint: fingerprint(keyId),
        how,
        pinnedAt: Number(pinnedAt),
        pinnedBy: names.get(pinnedBy ?? 0) ?? null,
        retiredAt: retiredAt === null ? null : Number(retiredAt),
      })),
    };
  }

  /** Takes nothing signed with the publisher's keys from now on. What is installed goes on; the next package must be trusted anew. */
  async retire(caller: Caller, publisher: string): Promise<void> {
    const { workspaceId, userId, apiKeyId } = caller;
    await this.database.inTransaction(async (tx) => {
      const at = this.clock.now();
      const keys = (await pluginPublishers.list(tx, workspaceId, publisher)).filter(
        ({ retiredAt }) => retiredAt === null,
      );
      if (keys.length === 0)
        throw new UserError(`No key of the publisher ${publisher.slice(0, 64)} is pinned in this workspace.`, { code: 'plugin.no-publisher', status: 404, details: { publisher: publisher.slice(0, 64) } }); // prettier-ignore
      for (const { keyId } of keys) await pluginPublishers.retire(tx, { workspaceId, publisher, keyId, at });
      const details = { keys: keys.map(({ keyId }) => keyId) };
      await recordAudit(tx, { workspaceId, userId, apiKeyId, at, action: 'publisher.retired', subject: `publisher ${publisher}`, details }); // prettier-ignore
    });
  }
}
