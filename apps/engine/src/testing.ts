import { createInlineQueue } from '@sojourn/queue';
import { systemClock, type Clock } from '@sojourn/kernel';
import { users, workspaces, type Database, type Role } from '@sojourn/storage';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request, { type Agent } from 'supertest';
import { issueSignIn } from './accounts/sign-in.js';
import { hashPassword } from './accounts/passwords.js';
import { firstStart } from './accounts/first-start.js';
import { readConfig } from './config/config.js';
import { createApplication } from './http/application.js';
import type { Metrics } from './metrics/metrics.js';
import { createPluginCatalogue } from './plugins/catalogue.js';
import { openPluginHost, type PluginHostParts } from './plugin-host/index.js';
import { plugins } from './plugins/shipped.js';
import type { Log, PluginCatalogue, PluginRunner, Ports } from './ports.js';
import { Vault } from './settings/vault.js';
import { sandboxOnDemand } from './worker/sandbox.js';

/** For specs: the whole API over a database of the spec's own. */
export interface TestApi {
  readonly app: NestExpressApplication;
  readonly database: Database;
  readonly ports: Ports;
  /** What was logged as an error: most specs expect nothing. */
  readonly errors: { readonly fields: object; readonly message: string }[];
  readonly owner: Person;
  /** Without cookie or key. */
  anyone(): Agent;
  /** A further person of the owner's workspace. */
  person(role: Role): Promise<Person>;
  /** The owner of another workspace of the same organization. */
  stranger(): Promise<Person>;
  close(): Promise<void>;
}

/** A signed-in person: requests carry cookie and CSRF token. */
export interface Person {
  readonly workspaceId: number;
  readonly agent: Agent;
  readonly csrf: string;
  readonly email: string;
}

export async function testApi(
  database: Database,
  options: {
    readonly env?: Record<string, string>;
    readonly clock?: Clock;
    readonly queue?: Ports['queue'];
    readonly metrics?: Metrics;
    readonly pluginCatalogue?: PluginCatalogue;
    readonly pluginRunner?: PluginRunner;
    /** Through what plugins reach servers of the spec's own. */
    readonly agents?: PluginHostParts['agents'];
  } = {},
): Promise<TestApi> {
  const clock = options.clock ?? systemClock;
  const errors: TestApi['errors'][number][] = [];
  const note: Log['error'] = (fields, message) => void errors.push({ fields, message });
  // No spec asks the public registry for anything.
  const config = readConfig({ SOJOURN_PLUGIN_REGISTRY: 'off', ...options.env });
  const vault = new Vault(Buffer.alloc(32, 7));
  const log: Log = { isLevelEnabled: () => false, info: () => undefined, warn: () => undefined, error: note };
  const renderer: Ports['renderer'] = async () => (await import('@sojourn/content')).createRenderer();
  const sandbox = sandboxOnDemand({ sandboxProcesses: 1 });
  const { agents } = options;
  const pluginHost = openPluginHost({
    config,
    database,
    clock,
    vault,
    log,
    renderer,
    sandbox,
    ...(agents && { agents }),
  });
  const ports: Ports = {
    config,
    database,
    clock,
    queue: options.queue ?? createInlineQueue(() => undefined),
    plugins,
    pluginCatalogue:
      options.pluginCatalogue ?? createPluginCatalogue({ database, clock, development: config.pluginDev }),
    pluginRunner: options.pluginRunner ?? pluginHost.runner,
    pluginHost,
    vault,
    log,
    health: { stopping: false, workerFault: undefined },
    renderer,
  };
  const first = await firstStart(database, clock, { ownerEmail: config.ownerEmail, timeZone: config.timeZone });
  const app = await createApplication(ports, options.metrics);
  const server = app.getHttpServer();

  const signIn = async (email: string): Promise<Person> => {
    const { token } = await issueSignIn(database, email, clock);
    const agent = request.agent(server);
    const { body } = await agent.post('/api/session').send({ token }).expect(201);
    agent.set('x-csrf-token', body.csrfToken);
    return { workspaceId: body.workspace.id, agent, csrf: body.csrfToken, email };
  };
  const add = async (email: string, workspaceId: number, role: Role): Promise<void> => {
    const passwordHash = await hashPassword('correct horse battery');
    await database.inTransaction(async (tx) =>
      users.join(
        tx,
        await users.add(tx, { email, name: email, passwordHash, createdAt: clock.now() }),
        workspaceId,
        role,
      ),
    );
  };
  return {
    app,
    database,
    ports,
    errors,
    owner: await signIn(config.ownerEmail),
    anyone: () => request.agent(server),
    async person(role) {
      await add(`${role}@example.com`, first.workspaceId, role);
      return signIn(`${role}@example.com`);
    },
    async stranger() {
      const now = clock.now();
      const workspaceId = await database.inTransaction((tx) =>
        workspaces.add(tx, {
          organizationId: 1,
          slug: 'other',
          name: 'Other',
          timeZone: 'UTC',
          language: 'en',
          createdAt: now,
          isDemo: false,
        }),
      );
      await add('stranger@example.com', workspaceId, 'owner');
      return signIn('stranger@example.com');
    },
    async close() {
      await app.close();
      await pluginHost.stop();
      await sandbox.stop();
    },
  };
}
