import type { Reader, Tx } from '../database/database.js';
import { parseJson, toJson } from '../database/read.js';
import { insertRows } from '../database/write.js';

/** What a workspace is set to, by name. */
export async function read<T>(from: Reader, workspaceId: number, name: string): Promise<T | undefined> {
  const [row] = await from.rows<{ value: string }>('SELECT value FROM setting WHERE workspace_id = ? AND name = ?', [
    workspaceId,
    name,
  ]);
  return parseJson<T>(row?.value);
}

export async function write(tx: Tx, workspaceId: number, name: string, value: unknown): Promise<void> {
  await insertRows(tx, 'setting', ['workspace_id', 'name', 'value'], [[workspaceId, name, toJson(value)]], {
    key: ['workspace_id', 'name'],
    set: ({ fresh }) => ({ value: fresh('value') }),
  });
}

/** An encrypted value; who can open it is not this room's business. */
export async function readSecret(from: Reader, workspaceId: number, name: string): Promise<string | undefined> {
  const [row] = await from.rows<{ ciphertext: string }>(
    'SELECT ciphertext FROM secret WHERE workspace_id = ? AND name = ?',
    [workspaceId, name],
  );
  return row?.ciphertext;
}

/** Keeps an encrypted value; null removes it. */
export async function writeSecret(tx: Tx, workspaceId: number, name: string, ciphertext: string | null): Promise<void> {
  if (ciphertext === null) await tx.run('DELETE FROM secret WHERE workspace_id = ? AND name = ?', [workspaceId, name]);
  else
    await insertRows(tx, 'secret', ['workspace_id', 'name', 'ciphertext'], [[workspaceId, name, ciphertext]], {
      key: ['workspace_id', 'name'],
      set: ({ fresh }) => ({ ciphertext: fresh('ciphertext') }),
    });
}
