import { Inject, Injectable } from '@nestjs/common';
import { pluginNodeTypes } from '@sojourn/execution';
import { UserError, type Clock, type Json, type JsonObject } from '@sojourn/kernel';
import { checkPluginManifest, project, projectionOf, type PluginManifest } from '@sojourn/plugin-sdk';
import { workspaces, type Database } from '@sojourn/storage';
import {
  CLOCK,
  DATABASE,
  PLUGIN_CATALOGUE,
  PLUGIN_RUNNER,
  PLUGINS,
  type InstalledPlugins,
  type PluginCatalogue,
  type PluginRunner,
} from '../../ports.js';
import { CODE } from '../code-node.js';
import { itemsOf } from './items.js';
import type { InstalledToRun, PluginToRun, ScriptToRun, WorkbenchRun, WorkbenchRunRequest } from './run.dto.js';
import { badManifest, noCode, noSuchType } from '../workbench.errors.js';
import { SampleService, type Sample } from './sample.service.js';
import { totalsOf, triedContact } from './tried.js';
import { nodeOf, tryPlugin } from './try-plugin.js';
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
    @Inject(PLUGIN_CATALOGUE) private readonly catalogue: PluginCatalogue,
    @Inject(PLUGIN_RUNNER) private readonly runner: PluginRunner,
    private readonly samples: SampleService,
    private readonly sandbox: WorkbenchSandbox,
  ) {}

  async run(workspaceId: number, request: WorkbenchRunRequest): Promise<WorkbenchRun> {
    const { script, plugin, installed, contacts, event } = request;
    const samples = await this.samples.samples(workspaceId, contacts, event);
    if (script) return this.#script(workspaceId, script, samples, request);
    if (plugin) return this.#plugin(workspaceId, plugin, samples, request);
    if (installed) return this.#installed(workspaceId, installed, samples, request);
    throw new UserError('Say what to run: a script, a plugin or the node of an installed plugin.', {
      code: 'workbench.nothing-to-run',
      status: 422,
    });
  }

  async #plugin(
    workspaceId: number,
    { manifest: given, code, type, config: wanted }: PluginToRun,
    samples: readonly Sample[],
    request: WorkbenchRunRequest,
  ): Promise<WorkbenchRun> {
    const issues = checkPluginManifest(given as JsonObject).filter(({ severity }) => severity === 'error');
    if (issues.length > 0) throw badManifest(issues);
    const manifest = given as unknown as PluginManifest; // checked just above
    const node = nodeOf(manifest, type);
    if (!node) throw noSuchType(type);
    if (!node.spec.declarative && code === undefined) throw noCode(type);
    const config = (wanted ?? node.spec.defaults) as JsonObject;
    const { at, items } = await this.#items(workspaceId, samples, request);
    const pretended = { status: request.pretend?.status ?? 200, body: (request.pretend?.body ?? {}) as Json };
    const trial = { workspaceId, manifest, code, node, config, pretended };
    const { verdicts, inputs, log, ms } = await tryPlugin(trial, items, this.sandbox);
    const errors = new Set(node.spec.errors ?? []);
    const tried = samples.map((sample, index) =>
      triedContact({ sample, ...verdicts[index]!, input: inputs[index] ?? {}, log: [] }, node.manifest, errors),
    );
    const calls = node.spec.declarative !== undefined || (node.spec.uses ?? []).includes('http');
    return { at, contacts: tried, totals: totalsOf(tried, ms), log: [...log], pretended: calls };
  }

  async #installed(
    workspaceId: number,
    { type, config: wanted }: InstalledToRun,
    samples: readonly Sample[],
    request: WorkbenchRunRequest,
  ): Promise<WorkbenchRun> {
    const versions = await this.catalogue.installed(workspaceId);
    const found = versions.find(({ manifest }) => pluginNodeTypes(manifest).has(type));
    const node = found && pluginNodeTypes(found.manifest).get(type);
    if (!found || !node) throw noSuchType(type);
    const config = (wanted ?? node.spec.defaults) as JsonObject;
    const { at, items } = await this.#items(workspaceId, samples, request);
    const began = performance.now();
    const verdicts = await this.runner.rehearse({
      workspaceId,
      pin: found.pin,
      type,
      nodeId: 'workbench',
      config,
      items,
    });
    const ms = performance.now() - began;
    const errors = new Set(node.spec.errors ?? []);
    const projection = projectionOf(node.manifest, config);
    const tried = samples.map((sample, index) => {
      const verdict = verdicts[index] ?? { fault: 'The node did not answer this item.' };
      const told = 'again' in verdict ? { fault: verdict.why } : verdict;
      const input = project(items[index]!, projection) as unknown as JsonObject; // one for each sample
      return triedContact({ sample, ...told, input, log: [] }, node.manifest, errors);
    });
    return { at, contacts: tried, totals: totalsOf(tried, ms), log: [], pretended: false };
  }

  async #items(workspaceId: number, samples: readonly Sample[], { variables = {} }: WorkbenchRunRequest) {
    const at = this.clock.now();
    const timeZone = await this.#timeZone(workspaceId);
    return { at, items: itemsOf(samples, { at, timeZone, variables: variables as JsonObject }) };
  }

  async #script(
    workspaceId: number,
    { source, outcomes, reads, timeoutMs = 250, memoryMb = 32 }: ScriptToRun,
    samples: readonly Sample[],
    request: WorkbenchRunRequest,
  ): Promise<WorkbenchRun> {
    const config = {
      source,
      outcomes: outcomes.map(({ id, label = id }) => ({ id, label })),
      timeoutMs,
      memoryMb,
      reads,
    };
    const { at, items } = await this.#items(workspaceId, samples, request);
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
