import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock } from '@sojourn/kernel';
import { apiKeys, recordAudit, type ApiKeyRow, type Database } from '@sojourn/storage';
import { CLOCK, DATABASE } from '../ports.js';
import type { ApiKeyList, ApiKeyView, CreatedApiKey, NewApiKey } from './api-key.dto.js';
import type { Caller } from './caller.js';
import { hashOf, newKey } from './tokens.js';

@Injectable()
export class ApiKeyService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(workspaceId: number): Promise<ApiKeyList> {
    return { items: (await apiKeys.list(this.database.read, workspaceId)).map(viewOf) };
  }

  async create(caller: Caller, { name, kind }: NewApiKey): Promise<CreatedApiKey> {
    const { key, prefix } = newKey(kind);
    const { workspaceId, userId } = caller;
    const createdAt = this.clock.now();
    const id = await this.database.inTransaction(async (tx) => {
      const made = await apiKeys.add(tx, { workspaceId, name, kind, hash: hashOf(key), prefix, createdAt });
      await recordAudit(tx, {
        workspaceId,
        userId,
        at: createdAt,
        action: 'api-key.created',
        subject: `api key ${made}`,
        details: { name, kind },
      });
      return made;
    });
    return { id, name, kind, prefix, createdAt, lastUsedAt: null, revokedAt: null, key };
  }

  async revoke(caller: Caller, id: number): Promise<void> {
    const { workspaceId, userId } = caller;
    const at = this.clock.now();
    await this.database.inTransaction(async (tx) => {
      if (!(await apiKeys.revoke(tx, workspaceId, id, at)))
        throw new UserError(`There is no key ${id} in use. It may have been revoked already.`, {
          code: 'api-key.not-found',
          status: 404,
          details: { id },
        });
      await recordAudit(tx, { workspaceId, userId, at, action: 'api-key.revoked', subject: `api key ${id}` });
    });
  }
}

function viewOf({ id, name, kind, prefix, createdAt, lastUsedAt, revokedAt }: ApiKeyRow): ApiKeyView {
  return { id, name, kind, prefix, createdAt, lastUsedAt, revokedAt };
}
