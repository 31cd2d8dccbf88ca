import { ENTRY_NODE } from '@sojourn/journey';
import type { Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';

/**
 * Adds up who left which node by which outcome, then writes once per batch. Beside the outcomes as drawn:
 * (`entry`, `entered`) counts admissions; (node, `$end:<reason>`) runs that ended while they stood there;
 * (`entry`, `$end:<reason>`) all ends of the version, wherever they happened.
 */
export class EdgeCounts {
  readonly #counts = new Map<
    string,
    { workspaceId: number; versionId: number; nodeId: string; outcome: string; n: number }
  >();

  add(run: { readonly workspaceId: number; readonly versionId: number }, nodeId: string, outcome: string): void {
    const { workspaceId, versionId } = run;
    const key = `${versionId} ${nodeId} ${outcome}`;
    const count = this.#counts.get(key);
    if (count) count.n++;
    else this.#counts.set(key, { workspaceId, versionId, nodeId, outcome, n: 1 });
  }

  /** `inPlace`: no outcome was counted for the node it ended at. */
  addEnd(
    run: { readonly workspaceId: number; readonly versionId: number },
    nodeId: string,
    reason: string,
    inPlace: boolean,
  ): void {
    if (inPlace) this.add(run, nodeId, `$end:${reason}`);
    this.add(run, ENTRY_NODE, `$end:${reason}`);
  }

  /** In the order of the key, and last in a transaction: workers that count the same edges queue up, briefly. */
  async write(tx: Tx): Promise<void> {
    const sorted = [...this.#counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    await insertRows(
      tx,
      'edge_count',
      ['workspace_id', 'version_id', 'node_id', 'outcome', 'n'],
      sorted.map(([, { workspaceId, versionId, nodeId, outcome, n }]) => [workspaceId, versionId, nodeId, outcome, n]),
      { key: ['version_id', 'node_id', 'outcome'], set: ({ old, fresh }) => ({ n: `${old('n')} + ${fresh('n')}` }) },
    );
  }
}
