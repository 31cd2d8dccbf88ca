import type { Courier } from '@sojourn/execution';
import { insertInboxMessages, keepJournals } from '@sojourn/storage';
import {
  createMessageCourier,
  createMintCourier,
  createWebhookCourier,
  guardedAgent,
  guardedFetch,
  mintOrders,
} from '../couriers/index.js';
import type { Ports } from '../ports.js';
import { mailServerOf } from '../settings/mail-server.js';
import { webhookSecrets } from '../settings/webhook-secrets.js';

/** What carries effects out of the house, over what is installed and configured here. */
export function openCouriers(ports: Pick<Ports, 'config' | 'database' | 'vault' | 'renderer' | 'pluginHost'>): {
  readonly all: readonly Courier[];
  close(): void;
} {
  const { config, database, vault, renderer, pluginHost } = ports;
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
    all: [messages, webhooks, mints, pluginHost.courier],
    close() {
      messages.close();
      void agent.close();
    },
  };
}
