import { createInterface } from 'node:readline';
import { advance, createEngine, type Courier } from '@sojourn/execution';
import { systemClock } from '@sojourn/kernel';
import * as coupon from '@sojourn/plugin-coupon';
import * as exit from '@sojourn/plugin-exit';
import * as message from '@sojourn/plugin-message';
import * as updateContact from '@sojourn/plugin-update-contact';
import * as wait from '@sojourn/plugin-wait';
import { catalogueOf } from '@sojourn/plugin-sdk';
import {
  createEventStore,
  createJourneyStore,
  insertInboxMessages,
  openDatabase,
  type IngestItem,
} from '@sojourn/storage';

/**
 * An engine of its own process that may be killed at any moment. Takes lists of events, one line of JSON each, and says how many
 * lines are stored, once they are; moves contacts meanwhile.
 */
const [url = '', batchSize = '10'] = process.argv.slice(2);
const database = await openDatabase({ url, synchronous: 'NORMAL' });
const store = createJourneyStore(database);
await store.releaseClaims();

const installed = [wait, exit, message, coupon, updateContact];
const inbox: Courier = {
  kind: 'message',
  async deliver(items, now) {
    const kept = items.flatMap(
      ({ workspaceId, contactId, runId, key, effect }) =>
      effect.kind === 'message' ? [{ workspaceId, contactId, runId, key, subject: '', body: effect.content.body, format: 'text' as const, at: now }] : [], // prettier-ignore
    );
    await insertInboxMessages(database, kept);
    return items.map(({ id }) => ({ id, at: now, final: { status: 'delivered' } }));
  },
};
const engine = createEngine({
  store,
  catalogue: catalogueOf(installed.map(({ manifest }) => manifest)),
  // A program takes its own config; the engine hands it what its schema allowed.
  programs: new Map(installed.map(({ manifest, node }) => [manifest.name, node as never])),
  sandbox: { run: () => Promise.resolve([]), close: () => Promise.resolve() },
  couriers: [inbox],
  clock: systemClock,
  options: { batchSize: Number(batchSize) },
});

const events = createEventStore(database);
let stored = 0;
let storing = Promise.resolve();
createInterface({ input: process.stdin }).on('line', (line) => {
  storing = storing.then(async () => {
    await events.ingest(JSON.parse(line) as IngestItem[], systemClock.now());
    process.stdout.write(`stored ${++stored}\n`);
  });
});
process.stdout.write('ready\n');
for (;;) {
  const { routed, wakes, delivered } = await advance(engine, systemClock.now());
  if (routed + wakes + delivered === 0) await new Promise((resolve) => setTimeout(resolve, 2));
}
