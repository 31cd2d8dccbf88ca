import type { GuestCallReport, PluginPin, PluginState, Sandbox } from '@sojourn/execution';
import { messageOf, type Clock, type Json, type JsonObject } from '@sojourn/kernel';
import type { Capability, NodeHook, NodeSpec } from '@sojourn/plugin-sdk';
import type { Bundle } from './bundle.js';
import { createHost, type HostParts } from './host.js';
import type { PluginLibrary } from './library.js';
import type { Recorder } from './recorder.js';

export interface HookParts {
  readonly library: PluginLibrary;
  readonly host: HostParts;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly sandbox: () => Pick<Sandbox, 'call'>;
}

export interface HookAsk {
  readonly workspaceId: number;
  readonly pin: PluginPin;
  /** Within the plugin: `forecast`. */
  readonly node: string;
  readonly entry: NodeHook;
  readonly input: JsonObject;
  /** For `poll` and `receive`: names what runs, so that a store of the node is its own. */
  readonly nodeId?: string;
  /** What is migrated needs no consent: nothing of it leaves. Default true. */
  readonly needsConsent?: boolean;
}

/** `state`: the workspace may not run it now. `fault`: the plugin's own, in words. `busy`: nobody's, for now. */
export type HookAnswer =
  | { readonly value: Json }
  | { readonly fault: string }
  | { readonly state: Exclude<PluginState, 'ok'> }
  | { readonly busy: string };

/** Functions that may reach out; the others are computed from what they are given. */
const REACHING: ReadonlySet<NodeHook> = new Set(['options', 'poll', 'receive']);
const LIMITS = { cpuMs: 1_000, memoryMb: 64, wallMs: 15_000, calls: 20 } as const;

/** Runs the functions of nodes besides `execute`, in the sandbox, under the grant of the workspace. */
export class HookRunner {
  readonly #parts: HookParts;

  constructor(parts: HookParts) {
    this.#parts = parts;
  }

  async run(ask: HookAsk): Promise<HookAnswer> {
    const { library } = this.#parts;
    const { workspaceId, pin, node, entry } = ask;
    await library.refresh();
    await library.load([pin]);
    const state = library.stateOf(workspaceId, pin);
    const bundle = library.bundle(pin, workspaceId);
    const excused = state === 'no-consent' && ask.needsConsent === false;
    if (state !== 'ok' && !excused) return { state };
    const spec = bundle?.manifest.nodes.find(({ type }) => type === node);
    if (!bundle || !spec) return { state: 'missing' };
    if (!bundle.program || !(spec.hooks ?? []).includes(entry)) return { fault: `${pin.plugin} has no function "${entry}" for ${node}.` }; // prettier-ignore
    return this.#call(ask, bundle, spec);
  }

  async #call(ask: HookAsk, bundle: Bundle, spec: NodeSpec): Promise<HookAnswer> {
    const { sandbox, clock, library, recorder } = this.#parts;
    const { workspaceId, pin, node, entry, nodeId = '', input } = ask;
    const granted = library.granted(workspaceId, pin);
    const host = REACHING.has(entry) ? this.#host(ask, bundle, spec, granted) : undefined;
    const at = clock.now();
    const seed = `${pin.plugin}:${node}:${entry}:${nodeId}`;
    const head = { node, nodeId, ...input };
    let report: GuestCallReport;
    try {
      const { program } = bundle;
      if (!program) return { state: 'missing' };
      report = await sandbox().call({ program, tenant: { workspaceId, plugin: pin.plugin }, limits: LIMITS, at, seed, entry, input: head, ...(host ? { host: host.call } : {}) }); // prettier-ignore
    } catch (error) {
      return { busy: messageOf(error) };
    } finally {
      host?.stop();
    }
    const { result, calls, log } = report;
    if (result.status === 'ok') return { value: result.value };
    if (result.status === 'circuit-open') return { busy: result.message };
    const fault = `${result.status}: ${result.message}`.slice(0, 500);
    await recorder.keep({ workspaceId, journeyId: 0, nodeId, bundle, nodeType: node, entry, head, items: [], contactIds: contactIn(input), calls, log, faults: [{ key: null, message: fault }], at, seed }); // prettier-ignore
    return { fault };
  }

  #host(
    { workspaceId, nodeId = '', entry }: HookAsk,
    { manifest }: Bundle,
    node: NodeSpec,
    granted: readonly Capability[],
  ) {
    const scope = {
      workspaceId,
      journeyId: 0,
      nodeId,
      manifest,
      node,
      granted,
      items: [],
      budget: LIMITS.calls,
      verifies: entry === 'receive',
    };
    return createHost(this.#parts.host, scope);
  }
}

/** A preview is of one contact. */
function contactIn({ item }: JsonObject): readonly number[] {
  const id = (item as { contact?: { id?: unknown } } | undefined)?.contact?.id;
  return typeof id === 'number' ? [id] : [];
}
