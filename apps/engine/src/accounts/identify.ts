import { MINUTE, type Clock } from '@sojourn/kernel';
import { apiKeys, sessions, type ApiKeyRow, type Database } from '@sojourn/storage';
import type { Identifier } from './access.guard.js';
import { hashOf } from './tokens.js';

/** Asks the database who a token or a key belongs to; a use is noted at most once a minute. */
export class DatabaseIdentifier implements Identifier {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async bySession(token: string): ReturnType<Identifier['bySession']> {
    const session = await sessions.find(this.#database.read, hashOf(token), this.#clock.now());
    if (!session) return undefined;
    const { workspaceId, role, userId, id, csrf } = session;
    return { caller: { workspaceId, role, userId, sessionId: id }, csrf };
  }

  async byKey(key: string): ReturnType<Identifier['byKey']> {
    const row = await this.keyInUse(key, 'secret');
    // A key can do an editor's work; keys, settings and members stay with people.
    return row && { workspaceId: row.workspaceId, role: 'editor', userId: null, apiKeyId: row.id, sessionId: null };
  }

  /** The workspace that a write key sends events to. */
  async byWriteKey(key: string): Promise<number | undefined> {
    return (await this.keyInUse(key, 'write'))?.workspaceId;
  }

  private async keyInUse(key: string, kind: ApiKeyRow['kind']): Promise<ApiKeyRow | undefined> {
    const row = await apiKeys.inUse(this.#database.read, hashOf(key));
    if (!row || row.kind !== kind) return undefined;
    const now = this.#clock.now();
    if (now - (row.lastUsedAt ?? 0) >= MINUTE)
      await this.#database.inTransaction((tx) => apiKeys.touch(tx, row.id, now));
    return row;
  }
}
