import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock } from '@sojourn/kernel';
import { recordAudit, workspaces, type Database, type Reader, type WorkspaceRow } from '@sojourn/storage';
import { CLOCK, DATABASE } from '../ports.js';
import type { Caller } from './caller.js';
import type { WorkspaceChange, WorkspaceView } from './session.dto.js';

@Injectable()
export class WorkspaceService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async view(workspaceId: number): Promise<WorkspaceView> {
    return workspaceView(await rowOf(this.database.read, workspaceId));
  }

  async change(caller: Caller, change: WorkspaceChange): Promise<WorkspaceView> {
    const { workspaceId, userId } = caller;
    await this.database.inTransaction(async (tx) => {
      const row = await rowOf(tx, workspaceId);
      await workspaces.change(tx, workspaceId, {
        name: change.name ?? row.name,
        timeZone: change.timeZone ?? row.timeZone,
        language: change.language ?? row.language,
      });
      await recordAudit(tx, {
        workspaceId,
        userId,
        at: this.clock.now(),
        action: 'workspace.changed',
        subject: `workspace ${workspaceId}`,
        details: change,
      });
    });
    return this.view(workspaceId);
  }
}

async function rowOf(read: Reader, workspaceId: number): Promise<WorkspaceRow> {
  const [row] = await workspaces.byIds(read, [workspaceId]);
  if (!row)
    throw new UserError('The workspace is gone. Sign in again.', {
      code: 'workspace.not-found',
      status: 404,
      details: { workspaceId },
    });
  return row;
}

export function workspaceView(row: WorkspaceRow): WorkspaceView {
  const { id, name, slug, timeZone, language, isDemo } = row;
  // The column holds only what the DTO of a change lets through.
  return { id, name, slug, timeZone, language: language as WorkspaceView['language'], isDemo };
}
