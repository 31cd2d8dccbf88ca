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

  add(
    run: { readonly workspaceId: number; readonly versionId: number },
    nodeId: string,
    outcome: string,
    times = 1,
  ): void {
    const { workspaceId, versionId } = run;
    const key = `${versionId} ${nodeId} ${outcome}`;
    const count = this.#counts.get(key);
    if (count) count.n += times;
    else this.#counts.set(key, { workspaceId, versionId, nodeId, outcome, n: times });
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

  /** Appends; the sums are moved to `edge_count` later (see squash): no worker waits for the counting of another. */
  async write(tx: Tx): Promise<void> {
    const counts = [...this.#counts.values()];
    const ids = await tx.take('edge_delta', counts.length);
    await insertRows(
      tx,
      'edge_delta',
      ['id', 'workspace_id', 'version_id', 'node_id', 'outcome', 'n'],
      counts.map(({ workspaceId, versionId, nodeId, outcome, n }, i) => [
        ids[i],
        workspaceId,
        versionId,
        nodeId,
        outcome,
        n,
      ]),
    );
  }

  /** Adds to the sums, in the order of their key. */
  async writeSums(tx: Tx): Promise<void> {
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
