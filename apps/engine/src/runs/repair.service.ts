import { Inject, Injectable } from '@nestjs/common';
import type { JourneyDocument } from '@sojourn/journey';
import { groupBy, type Clock } from '@sojourn/kernel';
import {
  apiKeys,
  journeyVersions,
  recordAudit,
  repairRuns,
  users,
  type Database,
  type ParkedRun,
  type Reader,
} from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { invalidInput } from '../http/invalid-input.js';
import { NodeTypeService } from '../node-types/node-type.service.js';
import { CLOCK, DATABASE, QUEUE, type Ports } from '../ports.js';
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
    @Inject(QUEUE) private readonly queue: Ports['queue'],
    @Inject(NodeTypeService) private readonly types: NodeTypeService,
  ) {}

  async repair(caller: Caller, request: RepairRequest): Promise<RepairResult> {
    const { action, outcome, nodeId } = request;
    if (action === 'skip' && outcome === undefined)
      throw invalidInput([{ pointer: '/outcome', message: 'outcome must say by which way the runs leave' }]);
    if (action === 'move' && nodeId === undefined)
      throw invalidInput([{ pointer: '/nodeId', message: 'nodeId must say where the runs go' }]);
    const at = this.clock.now();
    const catalogueOf = await this.types.cataloguesOf(caller.workspaceId, await this.#drawings(caller, request));
    const { repaired, refused } = await this.database.inTransaction(async (tx) => {
      const why = { code: `repair.${action}`, params: { by: await nameOf(tx, caller) } };
      const done = await repairRuns(
        tx,
        { workspaceId: caller.workspaceId, runIds: request.runIds, at, why },
        (run, on) => chooseRepair(request, run, on, catalogueOf),
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

  /** Only who leaves by an outcome needs to know which there are. */
  async #drawings({ workspaceId }: Caller, { action, runIds }: RepairRequest): Promise<readonly JourneyDocument[]> {
    return action === 'skip' ? journeyVersions.ofRuns(this.database.read, workspaceId, runIds) : [];
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
