import { hash32 } from '@sojourn/kernel';
import { insertRows } from '@sojourn/storage';
import type { Shop } from '../engine/house.js';

/** People who have stood at the wait `w` of a journey and been due since yesterday. */
export async function crowd({ database, workspaceId, clock }: Shop, journeyId: number, people: number): Promise<void> {
  const [version] = await database.read.rows<{ id: number }>('SELECT id FROM journey_version WHERE journey_id = ?', [journeyId]); // prettier-ignore
  const shards = Number((await database.read.rows<{ n: number }>('SELECT COUNT(*) AS n FROM shard'))[0]?.n);
  const at = clock.now() - 86_400_000;
  for (let done = 0; done < people; done += 5_000)
    await database.inTransaction(async (tx) => {
      const count = Math.min(5_000, people - done);
      const contacts = await tx.take('contact', count);
      const runs = await tx.take('run', count);
      await insertRows(tx, 'contact', ['id', 'workspace_id', 'external_id', 'attributes', 'last_event_id', 'created_at', 'updated_at'], contacts.map((id) => [id, workspaceId, `crowd-${id}`, '{}', 0, at, at])); // prettier-ignore
      await insertRows(
        tx,
        'run',
        ['id', 'workspace_id', 'journey_id', 'version_id', 'contact_id', 'entry_key', 'entry_id', 'shard', 'state', 'node_id', 'visits', 'arrived_at', 'due_at', 'fence', 'claimed', 'pending', 'variables', 'started_at'],
        contacts.map((id, i) => [runs[i], workspaceId, journeyId, version?.id, id, '', 'e1', hash32(String(id)) % shards, 'active', 'w', '{"w":1}', at, at, 0, 0, '{"kind":"timer"}', '{}', at]),
      ); // prettier-ignore
    });
}
