import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@sojourn/kernel';
import type { Capability } from '@sojourn/plugin-sdk';
import {
  pluginGrants,
  pluginInstalls,
  recordAudit,
  type Database,
  type PluginInstallRow,
  type Tx,
} from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { CLOCK, DATABASE, QUEUE, type Ports } from '../ports.js';
import { notInstalled } from './refusals.js';

/** What all changes of a workspace's plugins have in common: one transaction, the workers told, everything written down. */
@Injectable()
export class PluginDeed {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
  ) {}

  /** Runs a change and tells the workers: those who wait for a plugin may go on. */
  async change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const done = await this.database.inTransaction(work);
    this.queue.announce('advance');
    return done;
  }

  /** Locked until the end of the transaction. Throws `plugin.not-found`. */
  async installed(tx: Tx, workspaceId: number, plugin: string): Promise<PluginInstallRow> {
    const row = await pluginInstalls.lock(tx, workspaceId, plugin);
    if (!row || row.state === 'removed') throw notInstalled(plugin);
    return row;
  }

  /** Whoever adds a grant writes the install as well: its revision is what workers look at. */
  async grant(
    tx: Tx,
    { workspaceId, userId }: Caller,
    { plugin, hash }: { readonly plugin: string; readonly hash: string },
    granted: readonly Capability[],
  ): Promise<void> {
    await pluginGrants.add(tx, { workspaceId, plugin, hash, capabilities: JSON.stringify(granted), at: this.clock.now(), grantedBy: userId }); // prettier-ignore
  }

  async write(
    tx: Tx,
    { revision: _, ...row }: Omit<PluginInstallRow, 'revision' | 'updatedAt'> & Partial<PluginInstallRow>,
  ): Promise<void> {
    await pluginInstalls.write(tx, { ...row, updatedAt: this.clock.now() });
  }

  /** Last in the transaction: see `recordAudit`. */
  async audit(
    tx: Tx,
    { workspaceId, userId, apiKeyId }: Caller,
    what: string,
    plugin: string,
    details: object,
  ): Promise<void> {
    await recordAudit(tx, { workspaceId, userId, apiKeyId, at: this.clock.now(), action: `plugin.${what}`, subject: `plugin ${plugin}`, details }); // prettier-ignore
  }
}

export const kindsOf = (capabilities: readonly Capability[]): readonly string[] => capabilities.map(({ kind }) => kind);
