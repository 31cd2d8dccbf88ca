import type { NodeSpec } from '@sojourn/plugin-sdk';
import { type Bench } from '../bench.js';
import { result, type Check } from '../check.js';

/** What a node reaches for is declared, and what is declared it reaches for: an agency is asked for nothing in vain. */
export const capabilities: Check = {
  name: 'capabilities',
  run: async (bench) => {
    const { manifest } = bench.project;
    const problems = [...bench.seen.undeclared].map((fault) => `undeclared: ${fault}`);
    const kinds = (manifest.capabilities ?? []).map(({ kind }) => kind);
    let looked = 0;
    for (const node of manifest.nodes) {
      const used = usedBy(bench, node);
      for (const kind of node.uses ?? []) {
        looked += 1;
        if (!used.has(kind)) problems.push(`unused: ${node.type} declares "${kind}" and never used it in any test`);
        if (!kinds.includes(kind))
          problems.push(`${node.type} uses "${kind}", for which plugin.json has no capability`);
      }
      for (const kind of used) {
        if (kind === 'contacts.write' || (node.uses ?? []).some((one) => one === kind)) continue;
        problems.push(`undeclared: ${node.type} used "${kind}", which its "uses" does not name`);
      }
    }
    for (const kind of new Set(kinds)) {
      looked += 1;
      if (!manifest.nodes.some((node) => needs(node, kind)))
        problems.push(`unused: the capability "${kind}" is declared and no node needs it`);
    }
    return result('capabilities', looked, 'declarations', problems);
  },
};

function usedBy({ seen }: Bench, { type }: NodeSpec): ReadonlySet<string> {
  return seen.used.get(type) ?? new Set();
}

function needs({ uses = [], data }: NodeSpec, kind: string): boolean {
  if (kind === 'contacts.read') return data.reads.length > 0 || data.readsFromConfig !== undefined;
  if (kind === 'contacts.write') return data.writes !== undefined || data.writesFromConfig !== undefined;
  return uses.some((one) => one === kind);
}
