import type { Tx } from '@sojourn/storage';

const TABLES_OF_A_WORKSPACE = {
  sqlite:
    "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'workspace_id'",
  mysql:
    "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'workspace_id'",
};

/** What a workspace is, rather than what it holds. */
const KEPT = new Set(['membership', 'session', 'setting', 'secret', 'api_key']);

/** Empties a workspace of its data: what a process that died half way left behind. */
export async function clearWorkspace(tx: Tx, workspaceId: number): Promise<void> {
  const tables = await tx.rows<{ name: string }>(TABLES_OF_A_WORKSPACE[tx.dialect.name]);
  for (const { name } of tables) {
    if (!KEPT.has(name)) await tx.run(`DELETE FROM \`${name}\` WHERE workspace_id = ?`, [workspaceId]);
  }
}
