import { Inject, Injectable } from '@nestjs/common';
import { groupBy, type Clock } from '@sojourn/kernel';
import { apiKeys, recordAudit, repairRuns, users, type Database, type ParkedRun, type Reader } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { invalidInput } from '../http/invalid-input.js';
import { CLOCK, DATABASE, PLUGINS, QUEUE, type InstalledPlugins, type Ports } from '../ports.js';
import { chooseRepair } from './choose-repair.js';
import type { RepairAction, RepairRequest, RepairResult } from './parked-run.dto.js';

/** What the audit trail calls a repair. */
const DEEDS: Readonly<Record<RepairAction, string>> = {
  retry: 'runs.retried',
  skip: 'runs.skipped',
  move: 'runs.moved',
  end: 'runs.ended',
};

/** Gets parked runs going again, or ends them, as a person says. */
@Injectable()
export class RepairService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGINS) private readonly plugins: InstalledPlugins,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
  ) {}

  async repair(caller: Caller, request: RepairRequest): Promise<RepairResult> {
    const { action, outcome, nodeId } = request;
    if (action === 'skip' && outcome === undefined)
      throw invalidInput([{ pointer: '/outcome', message: 'outcome must say by which way the runs leave' }]);
    if (action === 'move' && nodeId === undefined)
      throw invalidInput([{ pointer: '/nodeId', message: 'nodeId must say where the runs go' }]);
    const at = this.clock.now();
    const { repaired, refused } = await this.database.inTransaction(async (tx) => {
      const why = { code: `repair.${action}`, params: { by: await nameOf(tx, caller) } };
      const done = await repairRuns(
        tx,
        { workspaceId: caller.workspaceId, runIds: request.runIds, at, why },
        (run, on) => chooseRepair(request, run, on, this.plugins.catalogue),
      );
      const { workspaceId, userId, apiKeyId } = caller;
      for (const [journeyId, runs] of journeysOf(done.repaired))
        await recordAudit(tx, {
          workspaceId,
          userId,
          apiKeyId,
          at,
          action: DEEDS[action],
          subject: `journey ${journeyId}`,
          details: {
            ...(action === 'skip' ? { outcome } : {}),
            ...(action === 'move' ? { nodeId } : {}),
            count: runs.length,
            runIds: runs.map(({ id }) => id),
          },
        });
      return done;
    });
    if (repaired.length > 0) this.queue.announce();
    return { repaired: repaired.length, refused: [...refused] };
  }
}

function journeysOf(runs: readonly ParkedRun[]): ReadonlyMap<number, readonly ParkedRun[]> {
  return groupBy(runs, ({ journeyId }) => journeyId);
}

/** For the trace: the person's name, else the key's. */
async function nameOf(read: Reader, { workspaceId, userId, apiKeyId }: Caller): Promise<string> {
  if (userId !== null) return (await users.byId(read, userId))?.name ?? `user ${userId}`;
  const key = (await apiKeys.list(read, workspaceId)).find(({ id }) => id === apiKeyId);
  return key?.name ?? 'API';
}
