import type { Courier, PluginNodes, Sandbox } from '@sojourn/execution';
import type { Clock } from '@sojourn/kernel';
import { createJourneyStore, type Database } from '@sojourn/storage';
import type { Config } from '../config/config.js';
import { createPluginCourier } from '../couriers/plugin-courier.js';
import type { Log, PluginRunner, Renderer } from '../ports.js';
import type { Vault } from '../settings/vault.js';
import { CostKeeper } from './costs.js';
import { CredentialStore } from './credential-store.js';
import type { HostParts } from './host.js';
import { HookRunner } from './hook-runner.js';
import { openAgents, type Agents } from './http/agents.js';
import { PluginLibrary } from './library.js';
import { NodeRunner } from './node-runner.js';
import { createPluginNodes } from './plugin-nodes.js';
import { createPluginRunner } from './plugin-runner.js';
import { Recorder } from './recorder.js';
import { renderedConfigs } from './rendered-configs.js';
import { versionConfigs } from './version-configs.js';

export interface PluginHostParts {
  readonly config: Pick<Config, 'webhookPrivateAddresses' | 'pluginDev'>;
  readonly database: Database;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly log: Pick<Log, 'warn'>;
  readonly renderer: () => Promise<Renderer>;
  /** Opened at first use, by whoever is first; closed by whoever opened it. */
  readonly sandbox: () => Sandbox;
  /** For specs with servers of their own. */
  readonly agents?: Agents;
}

/** What runs plugins in this process: for the engine, for the outbox and for the API. */
export interface PluginHost {
  readonly library: PluginLibrary;
  readonly credentials: CredentialStore;
  readonly agents: Agents;
  readonly hooks: HookRunner;
  readonly nodes: PluginNodes;
  readonly courier: Courier;
  readonly runner: PluginRunner;
  readonly costs: CostKeeper;
  /** The one that this process shares. */
  readonly sandbox: () => Sandbox;
  stop(): Promise<void>;
}

const NO_EVENTS = new Map<string, number>();

export function openPluginHost(parts: PluginHostParts): PluginHost {
  const { config, database, clock, vault, log, renderer, sandbox } = parts;
  const library = new PluginLibrary(database, { development: config.pluginDev });
  const credentials = new CredentialStore(database, vault);
  const agents = parts.agents ?? openAgents({ allow: config.webhookPrivateAddresses });
  const costs = new CostKeeper(database, clock, log);
  const recorder = new Recorder(database, clock, log);
  const host: HostParts = { database, clock, credentials, agents };
  const store = createJourneyStore(database);
  const lazily: Pick<Sandbox, 'runBatch'> = { runBatch: (batch) => sandbox().runBatch(batch) };
  const runner = new NodeRunner({ database, clock, sandbox: lazily, costs, recorder, log });
  const hooks = new HookRunner({ library, host, clock, recorder, sandbox });
  const courier = createPluginCourier({
    library,
    runner,
    host,
    configOf: versionConfigs(store),
    rendered: (...ask) => renderedConfigs({ read: database.read, store, renderer }, ...ask),
    async optedOut(workspaceId, contactIds) {
      const wanted = contactIds.map((contactId) => ({ contactId, workspaceId }));
      const reads = { attributes: new Set(['noMarketing']), tags: false, payload: false, events: NO_EVENTS };
      const facts = await store.loadFacts(wanted, reads);
      return new Set([...facts].flatMap(([id, { contact }]) => contact.attributes['noMarketing'] === true ? [id] : [])); // prettier-ignore
    },
  });
  return {
    library,
    credentials,
    agents,
    hooks,
    nodes: createPluginNodes(library, runner),
    courier,
    runner: createPluginRunner(library, runner, hooks, { database, clock }),
    costs,
    sandbox,
    async stop() {
      await costs.stop();
      if (!parts.agents) await agents.close();
    },
  };
}
