import type { Reader, Tx } from '../database/database.js';
import { insertRows } from '../database/write.js';
import type { PluginCostRow } from '../entities/rows.js';

export type CostTotal = Pick<PluginCostRow, 'items' | 'batches' | 'cpuUs' | 'calls' | 'errors'>;
export type NodeCost = CostTotal & Pick<PluginCostRow, 'journeyId' | 'nodeId' | 'plugin'>;

const FIGURES = ['items', 'batches', 'cpu_us', 'calls', 'errors'] as const;
const SUMS =
  'SUM(items) AS items, SUM(batches) AS batches, SUM(cpu_us) AS cpuUs, SUM(calls) AS calls, SUM(errors) AS errors';

/** Adds to what is there. The rows must differ in their key; they are taken in its order, so that two workers do not cross. */
export async function add(tx: Tx, rows: readonly PluginCostRow[]): Promise<void> {
  const key = (row: PluginCostRow): string =>
    [row.workspaceId, row.journeyId].map((id) => String(id).padStart(16, '0')).join() + row.nodeId + row.plugin;
  await insertRows(
    tx,
    'plugin_cost',
    ['workspace_id', 'journey_id', 'node_id', 'plugin', 'day', ...FIGURES],
    [...rows]
      .sort((a, b) => (key(a) < key(b) ? -1 : 1))
      .map((r) => [r.workspaceId, r.journeyId, r.nodeId, r.plugin, r.day, r.items, r.batches, r.cpuUs, r.calls, r.errors]), // prettier-ignore
    {
      key: ['workspace_id', 'journey_id', 'node_id', 'plugin', 'day'],
      set: ({ old, fresh }) => Object.fromEntries(FIGURES.map((name) => [name, `${old(name)} + ${fresh(name)}`])),
    },
  );
}

/** A plugin's nodes in all journeys of a workspace, from a day on. */
export async function ofPlugin(
  read: Reader,
  ask: { readonly workspaceId: number; readonly plugin: string; readonly fromDay: number },
): Promise<NodeCost[]> {
  const rows = await read.rows<NodeCost>(
    `SELECT journey_id AS journeyId, node_id AS nodeId, plugin, ${SUMS} FROM plugin_cost
     WHERE workspace_id = ? AND plugin = ? AND day >= ? GROUP BY journey_id, node_id, plugin ORDER BY journey_id, node_id`,
    [ask.workspaceId, ask.plugin, ask.fromDay],
  );
  return rows.map(inNumbers);
}

/** All nodes of a journey that plugins carry, from a day on. */
export async function ofJourney(
  read: Reader,
  ask: { readonly workspaceId: number; readonly journeyId: number; readonly fromDay: number },
): Promise<NodeCost[]> {
  const rows = await read.rows<NodeCost>(
    `SELECT journey_id AS journeyId, node_id AS nodeId, plugin, ${SUMS} FROM plugin_cost
     WHERE workspace_id = ? AND journey_id = ? AND day >= ? GROUP BY journey_id, node_id, plugin ORDER BY node_id, plugin`,
    [ask.workspaceId, ask.journeyId, ask.fromDay],
  );
  return rows.map(inNumbers);
}

export async function purge(tx: Tx, beforeDay: number): Promise<void> {
  await tx.run('DELETE FROM plugin_cost WHERE day < ?', [beforeDay]);
}

// MySQL answers sums as decimal texts.
const inNumbers = (row: NodeCost): NodeCost => ({
  journeyId: Number(row.journeyId),
  nodeId: row.nodeId,
  plugin: row.plugin,
  items: Number(row.items),
  batches: Number(row.batches),
  cpuUs: Number(row.cpuUs),
  calls: Number(row.calls),
  errors: Number(row.errors),
});
