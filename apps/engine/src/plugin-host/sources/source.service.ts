import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PluginNodeType } from '@sojourn/execution';
import { schemaIssues } from '@sojourn/journey';
import { UserError, type Clock, type JsonObject } from '@sojourn/kernel';
import { pluginSources, recordAudit, type Database, type PluginSourceRow, type Tx } from '@sojourn/storage';
import type { Caller } from '../../accounts/caller.js';
import { CLOCK, CONFIG, DATABASE, PLUGIN_HOST, QUEUE, type Ports } from '../../ports.js';
import { installedBundle, noSuchNode } from '../api/refusals.js';
import type { PluginHost } from '../plugin-host.js';
import type { NewSource, SourceChange, SourceView, SourceWithAddress } from './source.dto.js';

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Triggers of a workspace: set up, changed, given a new address, removed. */
@Injectable()
export class SourceService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Ports['config'],
    @Inject(QUEUE) private readonly queue: Ports['queue'],
    @Inject(PLUGIN_HOST) private readonly host: PluginHost,
  ) {}

  async list(workspaceId: number): Promise<SourceView[]> {
    return (await pluginSources.list(this.database.read, workspaceId)).map(viewOf);
  }

  async one(workspaceId: number, id: number): Promise<SourceView> {
    return viewOf(await this.#row(workspaceId, id));
  }

  async add(caller: Caller, asked: NewSource): Promise<SourceWithAddress> {
    const { workspaceId, userId } = caller;
    const type = await this.#trigger(workspaceId, asked.plugin, asked.nodeType);
    const config = held(type, asked.config as JsonObject);
    const everySeconds = everyOf(type, asked.everySeconds);
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const id = await this.database.inTransaction(async (tx) => {
      const { name, plugin, nodeType } = asked;
      const own = await pluginSources.add(tx, {
        workspaceId,
        name,
        plugin,
        nodeType,
        config,
        everySeconds,
        nextAt: everySeconds === null ? pluginSources.NEVER : now,
        tokenHash: hashOf(token),
        createdAt: now,
        createdBy: userId,
      });
      await this.#audit(tx, caller, 'added', own, { name, plugin, nodeType });
      return own;
    });
    this.queue.announce('import');
    return { ...(await this.one(workspaceId, id)), url: this.#address(type, token) };
  }

  async change(caller: Caller, id: number, change: SourceChange): Promise<SourceView> {
    const { workspaceId } = caller;
    const row = await this.#row(workspaceId, id);
    const { name = row.name, state = row.state } = change;
    // What is only paused, renamed or let go on need not be checked against a plugin that may be gone.
    const touched = change.config !== undefined || change.everySeconds !== undefined;
    const type = touched ? await this.#trigger(workspaceId, row.plugin, row.nodeType) : undefined;
    const config = type && change.config !== undefined ? held(type, change.config as JsonObject) : row.config;
    const everySeconds =
      type && change.everySeconds !== undefined ? everyOf(type, change.everySeconds) : row.everySeconds;
    await this.database.inTransaction(async (tx) => {
      const to = {
        name,
        config,
        state,
        everySeconds,
        nextAt: everySeconds === null ? pluginSources.NEVER : this.clock.now(),
      };
      if (!(await pluginSources.change(tx, workspaceId, id, change.revision, to)))
        throw new UserError(`Somebody has changed the source "${row.name}" since you opened it. Load it again.`, {
          code: 'source.stale-revision',
          status: 409,
          details: { id, name: row.name },
        });
      await this.#audit(tx, caller, 'changed', id, { name, state, everySeconds });
    });
    this.queue.announce('import');
    return this.one(workspaceId, id);
  }

  /** A new address; the old one is refused from now on. */
  async readdress(caller: Caller, id: number): Promise<SourceWithAddress> {
    const row = await this.#row(caller.workspaceId, id);
    const type = await this.#trigger(caller.workspaceId, row.plugin, row.nodeType);
    const token = randomBytes(32).toString('base64url');
    await this.database.inTransaction(async (tx) => {
      await pluginSources.rotate(tx, caller.workspaceId, id, hashOf(token));
      await this.#audit(tx, caller, 'readdressed', id, { name: row.name });
    });
    return { ...(await this.one(caller.workspaceId, id)), url: this.#address(type, token) };
  }

  async remove(caller: Caller, id: number): Promise<void> {
    const { name } = await this.#row(caller.workspaceId, id);
    await this.database.inTransaction(async (tx) => {
      await pluginSources.remove(tx, caller.workspaceId, id);
      await this.#audit(tx, caller, 'removed', id, { name });
    });
  }

  #address({ spec }: PluginNodeType, token: string): string | null {
    return (spec.hooks ?? []).includes('receive') ? `${this.config.publicUrl ?? ''}/hooks/sources/${token}` : null;
  }

  async #row(workspaceId: number, id: number): Promise<PluginSourceRow> {
    const row = await pluginSources.one(this.database.read, workspaceId, id);
    if (!row)
      throw new UserError(`There is no source ${id} in this workspace.`, {
        code: 'source.not-found',
        status: 404,
        details: { id },
      });
    return row;
  }

  async #trigger(workspaceId: number, plugin: string, node: string): Promise<PluginNodeType> {
    const bundle = await installedBundle(this.host, workspaceId, plugin);
    const type = bundle.nodes.get(`${plugin}/${node}`);
    if (!type) throw noSuchNode(plugin, node);
    if (type.spec.kind !== 'trigger')
      throw new UserError(`The node ${plugin}/${node} brings no events: only nodes of the kind trigger are sources.`, {
        code: 'source.not-a-trigger',
        status: 422,
        details: { plugin, node },
      });
    return type;
  }

  async #audit(
    tx: Tx,
    { workspaceId, userId, apiKeyId }: Caller,
    what: string,
    id: number,
    details: object,
  ): Promise<void> {
    await recordAudit(tx, {
      workspaceId,
      userId,
      apiKeyId,
      at: this.clock.now(),
      action: `source.${what}`,
      subject: `source ${id}`,
      details: { ...details },
    });
  }
}

/** The config as text, held to the node's schema. */
function held(type: PluginNodeType, config: JsonObject): string {
  const issues = [...schemaIssues(type.configSchema, config, 'config', ''), ...(type.check?.(config) ?? [])].filter(
    ({ severity }) => severity === 'error',
  );
  if (issues.length > 0)
    throw new UserError('The source is not set up as its plugin wants it. Check the marked fields.', {
      code: 'source.config-invalid',
      status: 422,
      details: { issues },
    });
  return JSON.stringify(config);
}

function everyOf({ spec }: PluginNodeType, everySeconds: number | null | undefined): number | null {
  if ((spec.hooks ?? []).includes('poll')) return everySeconds ?? 60;
  if (everySeconds == null) return null;
  throw new UserError('This source cannot be asked for events: it only receives them. Leave out how often.', {
    code: 'source.only-receives',
    status: 422,
  });
}

export function viewOf(row: PluginSourceRow): SourceView {
  const number = (value: number | null): number | null => (value === null ? null : Number(value));
  const { id, name, plugin, nodeType, config, state, lastError } = row;
  const asked = state === 'active' && row.everySeconds !== null;
  return {
    id: Number(id),
    name,
    plugin,
    nodeType,
    config: JSON.parse(config) as object,
    state,
    everySeconds: number(row.everySeconds),
    nextAt: asked ? Number(row.nextAt) : null,
    events: Number(row.events),
    lastOkAt: number(row.lastOkAt),
    lastError,
    lastErrorAt: number(row.lastErrorAt),
    failures: Number(row.failures),
    revision: Number(row.revision),
  };
}
