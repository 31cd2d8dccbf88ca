import type { JsonObject } from '@sojourn/kernel';
import { bareContext } from '../../bare-context.js';
import { answersOf } from '../../execute.js';
import type { Decision } from '../../decision.js';
import type { Item } from '../../item.js';
import type { NodeProgram, PluginProgram } from '../../node.js';
import type { PluginManifest } from '../../plugin-manifest.js';
import type { ItemData } from '../../projection/item-data.js';

/** A batch for one node, as both sides get it. */
export interface ConformanceBatch {
  /** The node type within the plugin. */
  readonly node: string;
  readonly nodeId: string;
  readonly config: JsonObject;
  /** With all there is, as nodes of the product's own see them. */
  readonly items: readonly Item[];
  /** The same, as they cross into the sandbox. */
  readonly data: readonly ItemData[];
}

/** By place in the batch. */
export type ConformanceAnswer = { readonly decision: Decision } | { readonly fault: string };

/** One way to run a plugin's nodes. Never rejects for what a plugin does: that is a fault of every item. */
export interface ConformanceRunner {
  readonly name: string;
  run(batch: ConformanceBatch): Promise<readonly ConformanceAnswer[]>;
}

/** Runs nodes as the engine runs its own: in this process, with whole items. */
export function inProcessRunner(plugin: PluginProgram, { texts }: Pick<PluginManifest, 'texts'>): ConformanceRunner {
  return {
    name: 'in process',
    async run({ node, nodeId, config, items }) {
      // Each node knows its config's shape; the kit has held the config to the schema.
      const program = plugin.nodes[node] as unknown as NodeProgram | undefined;
      if (!program) return items.map(() => ({ fault: `The plugin has no node "${node}".` }));
      try {
        const answers = await answersOf(program, bareContext({ nodeId, texts }), { config, nodeId, items });
        return answers.decisions.map((decision, place) => {
          if (decision) return { decision };
          return { fault: answers.faults.find(({ item }) => item === items[place]?.key)?.message ?? 'not answered' };
        });
      } catch (error) {
        return items.map(() => ({ fault: error instanceof Error ? error.message : String(error) }));
      }
    },
  };
}
