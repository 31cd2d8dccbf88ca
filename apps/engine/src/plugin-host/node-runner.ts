import type { GuestHost, GuestResult, PluginNodeType, PluginVerdict, RecordedCall, Sandbox } from '@sojourn/execution';
import { messageOf, type Clock, type JsonObject } from '@sojourn/kernel';
import type { Capability, ItemData } from '@sojourn/plugin-sdk';
import type { Database } from '@sojourn/storage';
import type { Bundle } from './bundle.js';
import type { Log } from '../ports.js';
import { checkedAnswer } from './check-answer.js';
import type { CostKeeper } from './costs.js';
import { inProcess } from './declarative.js';
import { limitsOf } from './limits.js';
import { messagesIn, takeFromCaps } from './message-caps.js';
import type { Recorder } from './recorder.js';

export interface RunnerParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly sandbox: Pick<Sandbox, 'runBatch'>;
  readonly costs: CostKeeper;
  readonly recorder: Recorder;
  /** Told when the sandbox itself does not work: people wait then, and nobody would know why. */
  readonly log?: Pick<Log, 'warn'>;
}

/** A fault says what the sandbox called it, where it was the sandbox's. */
export type RunVerdict = PluginVerdict & { readonly status?: GuestResult['status'] };

/** One batch of one node, ready to cross. */
export interface NodeRun {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly nodeId: string;
  readonly bundle: Bundle;
  readonly node: PluginNodeType;
  readonly granted: readonly Capability[];
  readonly config: JsonObject;
  /** Each with its place as its key. */
  readonly items: readonly ItemData[];
  /** Absent: every call is refused. */
  readonly host?: GuestHost;
  /** Nothing is counted, kept or taken from caps. */
  readonly rehearsal?: boolean;
}

const NONE: ReadonlyMap<string, number> = new Map();

/** How long to wait when the sandbox will not run a plugin for a while (it rests for 30 s from the last death on), and when it broke. */
const CIRCUIT_MS = 32_000;
const BROKEN_MS = 5_000;
/** A sandbox that stays broken is told of so often. */
const TELL_MS = 60_000;

/** Runs a node's `execute`, holds every answer against manifest and grant, and notes what it cost and what went wrong. */
export class NodeRunner {
  readonly #parts: RunnerParts;
  #toldAt = -Infinity;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** One verdict for each item, in order. Never throws for the plugin's sake. */
  async run(run: NodeRun): Promise<readonly RunVerdict[]> {
    const { bundle, node, items, host, workspaceId, nodeId, config } = run;
    const { pin, program } = bundle;
    const limits = limitsOf(node.spec, items.length);
    const head = { node: node.spec.type, nodeId, config };
    const at = items[0]?.at ?? 0;
    const seed = `${pin.plugin}:${nodeId}:${items[0]?.runId}:${items[0]?.visit}`;
    const crossing = items as unknown as readonly JsonObject[];
    if (node.spec.declarative) {
      const { results, calls } = await inProcess(node, bundle, { nodeId, config, items }, host);
      return this.#judged(run, results, { calls, cpuUs: 0, log: [], head, at, seed });
    }
    if (!program) return items.map(() => ({ fault: `${pin.plugin} ${pin.version} brings no code for this node.` }));
    const tenant = { workspaceId, plugin: pin.plugin };
    try {
      const report = await this.#parts.sandbox.runBatch({ program, tenant, limits, at, seed, head, items: crossing, ...(host ? { host } : {}) }); // prettier-ignore
      const { calls, log, cpuMs } = report;
      return await this.#judged(run, report.results, { calls, log, cpuUs: Math.round(cpuMs * 1_000), head, at, seed });
    } catch (error) {
      this.#tell(error, pin.plugin);
      return items.map(() => ({ again: BROKEN_MS, why: `The sandbox could not run it: ${messageOf(error)}` }));
    }
  }

  async #judged(run: NodeRun, results: readonly GuestResult[], told: Told): Promise<readonly RunVerdict[]> {
    const rules = { type: run.node, config: run.config, granted: run.granted };
    const verdicts = run.items.map(({ key }, i): RunVerdict => {
      const result = results[i];
      if (!result) return { fault: 'The node did not answer this item.' };
      if (result.status === 'ok') return checkedAnswer(result.value, key, rules);
      if (result.status === 'circuit-open') return { again: CIRCUIT_MS, why: result.message };
      return { fault: `${WORDS[result.status]}: ${result.message}`.slice(0, 500), status: result.status };
    });
    if (run.rehearsal) return verdicts;
    const capped = await this.#withinCaps(run, verdicts);
    await this.#note(run, capped, told);
    return capped;
  }

  #tell(err: unknown, plugin: string): void {
    const now = this.#parts.clock.now();
    if (now - this.#toldAt < TELL_MS) return;
    this.#toldAt = now;
    this.#parts.log?.warn({ err, plugin }, 'the sandbox could not run a plugin; its people wait');
  }

  async #withinCaps(run: NodeRun, verdicts: readonly RunVerdict[]): Promise<readonly RunVerdict[]> {
    const sending = verdicts.flatMap((verdict, i) => {
      const messages = 'decision' in verdict ? messagesIn(verdict.decision) : NONE;
      const { contact, runId, visit, at } = run.items[i]!; // one verdict for each
      return messages.size > 0 ? [{ i, contactId: contact.id, key: `${runId}:${run.nodeId}:${visit}:${at}`, messages }] : []; // prettier-ignore
    });
    if (sending.length === 0) return verdicts;
    const may = await takeFromCaps(this.#parts, { ...run, manifest: run.bundle.manifest }, sending);
    const denied = new Set(sending.flatMap(({ i }, place) => (may[place] ? [] : [i])));
    return verdicts.map((verdict, i) => denied.has(i) ? { fault: 'It would send this contact more messages within 24 hours than were granted.' } : verdict); // prettier-ignore
  }

  async #note(run: NodeRun, verdicts: readonly RunVerdict[], told: Told): Promise<void> {
    const { workspaceId, journeyId, nodeId, bundle, node, items } = run;
    const faults = verdicts.flatMap((verdict, key) => ('fault' in verdict ? [{ key, message: verdict.fault }] : []));
    const { calls, log, cpuUs, head, at, seed } = told;
    this.#parts.costs.add({ workspaceId, journeyId, nodeId, plugin: bundle.pin.plugin, items: items.length, cpuUs, calls: calls.length, errors: faults.length }); // prettier-ignore
    if (faults.length === 0) return;
    await this.#parts.recorder.keep({
      workspaceId,
      journeyId,
      nodeId,
      bundle,
      nodeType: node.spec.type,
      entry: 'execute',
      head,
      items: items as unknown as readonly JsonObject[],
      contactIds: items.map(({ contact }) => contact.id),
      calls,
      log,
      faults,
      at,
      seed,
    });
  }
}

interface Told {
  readonly calls: readonly RecordedCall[];
  readonly log: readonly string[];
  readonly cpuUs: number;
  readonly head: JsonObject;
  readonly at: number;
  readonly seed: string;
}

const WORDS = {
  error: 'It threw an error',
  timeout: 'It took too long',
  memory: 'It used too much memory',
  limit: 'It went beyond its limits',
  unanswered: 'It did not answer this item',
  'answered-twice': 'It answered this item twice',
} as const;
