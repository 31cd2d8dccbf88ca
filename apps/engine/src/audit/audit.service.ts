import { Inject, Injectable } from '@nestjs/common';
import { auditPage, verifyAudit, type AuditLine, type Database } from '@sojourn/storage';
import { invalidInput } from '../http/invalid-input.js';
import { DATABASE } from '../ports.js';
import type { AuditCheck, AuditEntry, AuditPage } from './audit.dto.js';

const PAGE = 50;

@Injectable()
export class AuditService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async page(workspaceId: number, cursor: string | undefined): Promise<AuditPage> {
    const before = cursor === undefined ? undefined : readCursor(cursor);
    const rows = await auditPage(this.database.read, { workspaceId, before, limit: PAGE + 1 });
    const shown = rows.slice(0, PAGE);
    const last = rows.length > PAGE ? shown.at(-1) : undefined;
    return { items: shown.map(entryOf), next: last ? `${last.at}-${last.id}` : null };
  }

  async verify(workspaceId: number): Promise<AuditCheck> {
    return verifyAudit(this.database.read, workspaceId);
  }
}

function readCursor(cursor: string): { readonly at: number; readonly id: number } {
  const [, at, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined)
    throw invalidInput([{ pointer: '/cursor', message: 'cursor must be the `next` of an earlier page' }]);
  return { at: Number(at), id: Number(id) };
}

function entryOf({ userId, userName, apiKeyId, apiKeyName, ...entry }: AuditLine): AuditEntry {
  return {
    ...entry,
    user: userId === null ? null : { id: userId, name: userName },
    apiKey: apiKeyId === null ? null : { id: apiKeyId, name: apiKeyName },
  };
}
