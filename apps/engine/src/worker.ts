import { advance, createEngine, type Courier, type WorkQueue } from '@sojourn/execution';
import { createSandbox } from '@sojourn/sandbox';
import { createJourneyStore, insertInboxMessages, keepJournals } from '@sojourn/storage';
import {
  createMessageCourier,
  createMintCourier,
  createWebhookCourier,
  guardedAgent,
  guardedFetch,
  mintOrders,
} from './couriers/index.js';
import { plugins, programs } from './plugins.js';
import type { Ports } from './ports.js';
import { mailServerOf } from './settings/mail-server.js';
import { webhookSecrets } from './settings/webhook-secrets.js';
import type { Stoppable } from './shutdown.js';

/** Binds the execution engine's ports to what is installed here and moves contacts whenever there is something due. */
export async function startWorker({ queue, ...ports }: Ports & { readonly queue: WorkQueue }): Promise<Stoppable> {
  const { config, database, clock, health } = ports;
  const store = createJourneyStore(database);
  const sandbox = createSandbox({ processes: config.sandboxProcesses });
  const couriers = couriersOf(ports);
  const engine = createEngine({
    store,
    catalogue: plugins.catalogue,
    programs,
    sandbox,
    couriers: couriers.all,
    clock,
    options: { batchSize: config.batchSize },
  });

  // On SQLite this process is the only engine, so every claim that is still there belongs to one that died.
  if (database.dialect.name === 'sqlite') await store.releaseClaims();

  const work = async (): Promise<void> => {
    await advance(engine, clock.now(), () => health.stopping);
    health.workerFault = undefined;
  };
  const stopServing = queue.serve('advance', work, { pollMs: config.pollMs });
  return {
    async stop() {
      health.stopping = true;
      await stopServing();
      couriers.close();
      await sandbox.close();
    },
  };
}

function couriersOf(ports: Omit<Ports, 'queue'>): { readonly all: readonly Courier[]; close(): void } {
  const { config, database, vault, renderer } = ports;
  const agent = guardedAgent({ allow: config.webhookPrivateAddresses });
  const messages = createMessageCourier({
    renderer,
    mailServer: (workspaceId) => mailServerOf({ database, vault, config }, workspaceId),
    keep: (entries) => insertInboxMessages(database, entries),
  });
  const webhooks = createWebhookCourier({
    agent,
    secrets: (workspaceId) => webhookSecrets(database, vault, workspaceId),
  });
  const mints = createMintCourier({
    orders: (items) => mintOrders(database, items),
    minterKey: () => Promise.resolve(config.minterKey),
    keepJournals: (entries) => keepJournals(database, entries),
    fetch: guardedFetch(agent),
  });
  return {
    all: [messages, webhooks, mints],
    close() {
      messages.close();
      void agent.close();
    },
  };
}
