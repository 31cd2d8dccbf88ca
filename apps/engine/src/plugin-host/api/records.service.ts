import { Inject, Injectable } from '@nestjs/common';
import { DAY, UserError, type Clock } from '@sojourn/kernel';
import {
  drawings,
  pluginCosts,
  pluginInstalls,
  pluginRecordings,
  rowsAmong,
  type Database,
  type NodeCost,
  type RecordingHead,
} from '@sojourn/storage';
import { noSuchJourney } from '../../journeys/journey.errors.js';
import { CLOCK, DATABASE, PLUGIN_HOST } from '../../ports.js';
import type { PluginHost } from '../plugin-host.js';
import { notInstalled } from './refusals.js';
import type { NodeCostView, PluginCosts, RecordingView, RecordingWhole } from './records.dto.js';

type Drawing = Awaited<ReturnType<typeof drawings.find>>;

const DAYS = 30;

/** What plugins cost, and what went wrong with them. Both outlive an uninstall for a while. */
@Injectable()
export class PluginRecordService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGIN_HOST) private readonly host: PluginHost,
  ) {}

  async costsOfPlugin(workspaceId: number, plugin: string): Promise<PluginCosts> {
    await this.#known(workspaceId, plugin);
    return this.#costs(
      workspaceId,
      await this.#after((fromDay) => pluginCosts.ofPlugin(this.database.read, { workspaceId, plugin, fromDay })),
    );
  }

  async costsOfJourney(workspaceId: number, journeyId: number): Promise<PluginCosts> {
    if (!(await drawings.find(this.database.read, workspaceId, journeyId))) throw noSuchJourney(journeyId);
    return this.#costs(
      workspaceId,
      await this.#after((fromDay) => pluginCosts.ofJourney(this.database.read, { workspaceId, journeyId, fromDay })),
    );
  }

  async recordings(workspaceId: number, plugin: string): Promise<RecordingView[]> {
    await this.#known(workspaceId, plugin);
    const heads = await pluginRecordings.list(this.database.read, workspaceId, plugin);
    const names = await this.#names(
      workspaceId,
      heads.map(({ journeyId }) => journeyId),
    );
    return heads.map((head) => viewOf(head, names));
  }

  async recording(workspaceId: number, plugin: string, id: number): Promise<RecordingWhole> {
    const found = await pluginRecordings.one(this.database.read, workspaceId, plugin, id);
    if (!found)
      throw new UserError(`There is no recording ${id} of ${plugin}. Recordings are kept for seven days.`, {
        code: 'plugin-host.recording-not-found',
        status: 404,
        details: { id, plugin },
      });
    const names = await this.#names(workspaceId, [found.journeyId]);
    return { ...viewOf(found, names), plugin, recording: JSON.parse(found.body) as object };
  }

  /** Once installed is enough: what it cost and where it failed is still asked after an uninstall. */
  async #known(workspaceId: number, plugin: string): Promise<void> {
    const ships = plugin.startsWith('sojourn.');
    if (!ships && !(await pluginInstalls.find(this.database.read, workspaceId, plugin))) throw notInstalled(plugin);
  }

  /** What this process still has in memory is written first, so that whoever looks sees what just happened. */
  async #after<T>(read: (fromDay: number) => Promise<T>): Promise<T> {
    await this.host.costs.flush();
    return read(Math.floor(this.clock.now() / DAY) - DAYS + 1);
  }

  async #costs(workspaceId: number, rows: readonly NodeCost[]): Promise<PluginCosts> {
    const found = new Map<number, Drawing>();
    for (const id of new Set(rows.map(({ journeyId }) => journeyId)))
      found.set(id, await drawings.find(this.database.read, workspaceId, id));
    const items = rows.map(({ journeyId, ...row }): NodeCostView => {
      const drawing = found.get(journeyId);
      const node = drawing?.draft.nodes.find(({ id }) => id === row.nodeId);
      const journey = drawing ? { id: Number(drawing.id), name: drawing.name } : null;
      return { ...row, journey, nodeType: node?.type ?? null, title: node?.title ?? null };
    });
    return { items, days: DAYS };
  }

  async #names(
    workspaceId: number,
    ids: readonly number[],
  ): Promise<ReadonlyMap<number, { id: number; name: string }>> {
    const rows = await rowsAmong<{ id: number; name: string }>(
      this.database.read,
      [...new Set(ids)],
      (list) => `SELECT id, name FROM journey WHERE id IN ${list} AND workspace_id = ?`,
      [],
      [workspaceId],
    );
    return new Map(rows.map((row) => [Number(row.id), { id: Number(row.id), name: row.name }]));
  }
}

function viewOf(head: RecordingHead, names: ReadonlyMap<number, { id: number; name: string }>): RecordingView {
  const { id, at, version, hash, nodeType, journeyId, nodeId, items, reason } = head;
  return {
    id,
    at: Number(at),
    version,
    hash,
    nodeType,
    journey: names.get(journeyId) ?? null,
    nodeId,
    items: Number(items),
    reason,
  };
}
