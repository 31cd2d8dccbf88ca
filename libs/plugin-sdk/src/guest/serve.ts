import type { JsonObject } from '@sojourn/kernel';
import type { NodeHooks } from '../hooks.js';
import type { Decision } from '../decision.js';
import type { NodeProgram, PluginProgram } from '../node.js';
import type { PluginManifest } from '../plugin-manifest.js';
import type { ItemData } from '../projection/item-data.js';
import { itemFrom } from '../projection/item-from.js';
import { type GuestHostCall, hostContext } from './host-context.js';

/** What a bundle leaves behind as `sojournPlugin`. */
export interface Guest {
  /**
   * Runs one entry (`execute`, or a name of `NodeHooks`) with JSON in and JSON out. Rejects with what the plugin throws.
   *
   * - `execute` `{ node, nodeId, config, items: ItemData[] }` -> `{ decisions, lost? }`; `lost` names items whose decision was left
   *   out because it would lose what was emitted
   * - `preview` `{ node, nodeId, config, item: ItemData }`, `migrate` `{ node, config, from, to }`, `validate` `{ node, config }`,
   *   `estimate` `{ node, config, contacts }`, `options` `{ node, config, name, search, cursor }`,
   *   `poll` `{ node, config, cursor }`, `receive` `{ node, config, request }` -> what the function answers
   */
  call(entry: string, input: string, host: GuestHostCall): Promise<string>;
  /** `execute` with its input and its answer as objects: nothing is written or read as JSON. A sandbox that knows it prefers it. */
  batch(input: BatchInput, host: GuestHostCall): Promise<BatchAnswer>;
}

export interface BatchInput {
  readonly node: string;
  readonly nodeId?: string;
  readonly config: JsonObject;
  readonly items: readonly ItemData[];
}

export interface BatchAnswer {
  readonly decisions: readonly Decision[];
  /** Items whose decision was left out because it would lose what was emitted. */
  readonly lost?: readonly number[];
}

/** Serves a plugin inside the sandbox. It needs no timers, no Node, no network. The host trusts nothing that comes out. */
export function serve(plugin: PluginProgram, manifest: Pick<PluginManifest, 'texts'>): Guest {
  const contextOf = (host: GuestHostCall, nodeId = ''): ReturnType<typeof hostContext> =>
    hostContext(host, { nodeId, texts: manifest.texts });
  const batch: Guest['batch'] = async ({ node, nodeId, config, items: given }, host) => {
    const ctx = contextOf(host, nodeId);
    const items = given.map(itemFrom);
    const answer = await programOf(plugin, node).execute(ctx, { config, nodeId: nodeId ?? '', items });
    if (!ctx.collects()) return { decisions: answer };
    const decisions: readonly Decision[] = answer.flatMap((one) => ctx.joined(one) ?? []);
    const lost = answer.filter((one) => !ctx.joined(one)).map(({ item }) => item);
    return lost.length > 0 ? { decisions, lost } : { decisions };
  };
  return {
    batch,
    async call(entry, text, host) {
      const input = JSON.parse(text) as Input;
      if (entry === 'execute') return JSON.stringify(await batch({ ...input, items: input.items ?? [] }, host));
      const ctx = contextOf(host, input.nodeId);
      return JSON.stringify((await hook(programOf(plugin, input.node), entry, ctx, input)) ?? null);
    },
  };
}

interface Input {
  readonly node: string;
  readonly nodeId?: string;
  readonly config: JsonObject;
  readonly items?: readonly ItemData[];
  readonly item?: ItemData;
  readonly [more: string]: unknown;
}

function programOf({ nodes }: PluginProgram, type: string): NodeProgram {
  // Each node knows its config's shape; the host has held the config to the node's schema.
  const program = Object.hasOwn(nodes, type) ? (nodes[type] as unknown as NodeProgram) : undefined;
  if (!program) throw new Error(`The plugin's code has no node "${type}".`);
  return program;
}

type Hooks = { readonly [Name in keyof NodeHooks]: NodeHooks[Name] };

function hook(program: Hooks, entry: string, ctx: ReturnType<typeof hostContext>, input: Input): unknown {
  const { config, item } = input;
  // What the host hands over has the shape of `Guest.call`.
  const given = input as unknown as { from: number; to: number; contacts: number; cursor: null; request: never };
  const called = {
    options: () => program.options?.(ctx, input as never),
    validate: () => program.validate?.(ctx, config),
    preview: () => item && program.preview?.(ctx, config, itemFrom(item)),
    estimate: () => program.estimate?.(ctx, config, { contacts: given.contacts }),
    migrate: () => program.migrate?.(config, { from: given.from, to: given.to }),
    poll: () => program.poll?.(ctx, { config, cursor: given.cursor }),
    receive: () => program.receive?.(ctx, { config, request: given.request }),
  };
  const name = Object.keys(called).find((one): one is keyof typeof called => one === entry);
  if (name === undefined || typeof program[name] !== 'function')
    throw new Error(`The node "${input.node}" has no function "${entry}".`);
  return called[name]();
}
