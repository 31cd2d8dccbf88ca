import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock, type JsonObject } from '@sojourn/kernel';
import { workspaces, type Database } from '@sojourn/storage';
import { CLOCK, DATABASE, PLUGINS, type InstalledPlugins } from '../../ports.js';
import { CODE } from '../code-node.js';
import { itemsOf } from './items.js';
import type { ScriptToRun, WorkbenchRun, WorkbenchRunRequest } from './run.dto.js';
import { SampleService, type Sample } from './sample.service.js';
import { totalsOf, triedContact } from './tried.js';
import { tryScript } from './try-script.js';
import { WorkbenchSandbox } from './workbench-sandbox.js';

/** What a code node gives as reason when it leaves by `error`. */
const SCRIPT_ERRORS: ReadonlySet<string> = new Set(['script-error', 'timeout', 'memory', 'wrong-return']);

/** Tries code on contacts of a workspace. Nothing is written and nothing leaves the house. */
@Injectable()
export class WorkbenchRunService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGINS) private readonly plugins: InstalledPlugins,
    private readonly samples: SampleService,
    private readonly sandbox: WorkbenchSandbox,
  ) {}

  async run(workspaceId: number, request: WorkbenchRunRequest): Promise<WorkbenchRun> {
    const { script, contacts, event } = request;
    const samples = await this.samples.samples(workspaceId, contacts, event);
    if (script) return this.#script(workspaceId, script, samples, request);
    throw new UserError('Say what to run: a script, a plugin or the node of an installed plugin.', {
      code: 'workbench.nothing-to-run',
      status: 422,
    });
  }

  async #script(
    workspaceId: number,
    { source, outcomes, reads, timeoutMs = 250, memoryMb = 32 }: ScriptToRun,
    samples: readonly Sample[],
    { variables = {} }: WorkbenchRunRequest,
  ): Promise<WorkbenchRun> {
    const at = this.clock.now();
    const config = {
      source,
      outcomes: outcomes.map(({ id, label = id }) => ({ id, label })),
      timeoutMs,
      memoryMb,
      reads,
    };
    const timeZone = await this.#timeZone(workspaceId);
    const items = itemsOf(samples, { at, timeZone, variables: variables as JsonObject });
    const { decisions, inputs, logs, ms } = await tryScript(config, items, this.sandbox);
    const manifest = this.plugins.manifests.find(({ name }) => name === CODE)!; // it ships
    const tried = samples.map((sample, index) =>
      triedContact(
        { sample, decision: decisions[index], input: inputs[index] ?? {}, log: logs[index] ?? [] },
        manifest,
        SCRIPT_ERRORS,
      ),
    );
    return { at, contacts: tried, totals: totalsOf(tried, ms), log: [], pretended: false };
  }

  async #timeZone(workspaceId: number): Promise<string> {
    return (await workspaces.byIds(this.database.read, [workspaceId]))[0]?.timeZone ?? 'UTC';
  }
}
