import type { JourneyDocument } from '@sojourn/journey';
import type { Reader } from '../database/database.js';
import { rowsAmong } from '../database/read.js';
import type { JourneyState } from '../entities/rows.js';
import { containing } from '../views/names.js';

/** Where a plugin is drawn, and who stands in what was published with it. */
export interface PluginUsage {
  readonly journeyId: number;
  readonly name: string;
  readonly state: JourneyState;
  readonly liveVersionId: number | null;
  /** The draft, when it has the plugin. */
  readonly draft: JourneyDocument | undefined;
  readonly versions: readonly {
    readonly id: number;
    readonly number: number;
    readonly document: JourneyDocument;
    /** Runs that are under way in it: active, paused or parked. */
    readonly people: number;
    /** Of these, those who are parked: nothing moves them but a person, and an archived journey keeps them. */
    readonly parked: number;
  }[];
}

interface Found {
  readonly id: number;
  readonly journeyId: number;
  readonly number: number;
  readonly document: string;
}

/** Journeys of a workspace whose draft or any version pins a plugin. */
export async function usage(read: Reader, workspaceId: number, plugin: string): Promise<readonly PluginUsage[]> {
  // Documents are kept as JSON.stringify wrote them; the exact look is at `pins`, afterwards.
  const mention = containing(`"plugin":"${plugin}"`);
  const versions = (
    await read.rows<Found>(
      `SELECT id, journey_id AS journeyId, number, document FROM journey_version
       WHERE workspace_id = ? AND LOWER(document) LIKE ? ESCAPE '!' ORDER BY number DESC`,
      [workspaceId, mention],
    )
  ).flatMap(({ document, ...row }) => withPin({ ...row, document: JSON.parse(document) as JourneyDocument }, plugin));
  const drafts = (
    await read.rows<{ id: number; draft: string }>(
      `SELECT id, draft FROM journey WHERE workspace_id = ? AND LOWER(draft) LIKE ? ESCAPE '!'`,
      [workspaceId, mention],
    )
  ).flatMap(({ id, draft }) => withPin({ id, document: JSON.parse(draft) as JourneyDocument }, plugin));
  const people = await peopleIn(read, workspaceId, versions);
  const ids = [...new Set([...versions.map(({ journeyId }) => journeyId), ...drafts.map(({ id }) => id)])];
  const journeys = await rowsAmong<Pick<PluginUsage, 'journeyId' | 'name' | 'state' | 'liveVersionId'>>(
    read,
    ids,
    (list) =>
      `SELECT id AS journeyId, name, state, live_version_id AS liveVersionId FROM journey WHERE workspace_id = ? AND id IN ${list} ORDER BY id`,
    [workspaceId],
  );
  return journeys.map((journey) => ({
    ...journey,
    draft: drafts.find(({ id }) => id === journey.journeyId)?.document,
    versions: versions
      .filter(({ journeyId }) => journeyId === journey.journeyId)
      .map(({ id, number, document }) => ({ id, number, document, ...(people.get(id) ?? { people: 0, parked: 0 }) })),
  }));
}

/** The pins of one plugin in a drawing: node type and bytes. */
export function pinsOf(
  document: JourneyDocument,
  plugin: string,
): readonly { readonly type: string; readonly version: string; readonly hash: string }[] {
  const { plugins = {} } = document as {
    readonly plugins?: { readonly [type: string]: { plugin: string; version: string; hash: string } };
  };
  return Object.entries(plugins)
    .filter(([, pin]) => pin.plugin === plugin)
    .map(([type, { version, hash }]) => ({ type, version, hash }));
}

function withPin<T extends { readonly document: JourneyDocument }>(row: T, plugin: string): T[] {
  return pinsOf(row.document, plugin).length > 0 ? [row] : [];
}

async function peopleIn(
  read: Reader,
  workspaceId: number,
  versions: readonly Found[] | readonly { readonly id: number; readonly journeyId: number }[],
): Promise<ReadonlyMap<number, { readonly people: number; readonly parked: number }>> {
  const rows = await rowsAmong<{ versionId: number; people: number; parked: number }>(
    read,
    [...new Set(versions.map(({ journeyId }) => journeyId))],
    (list) =>
      `SELECT version_id AS versionId, COUNT(*) AS people, SUM(CASE WHEN state = 'quarantined' THEN 1 ELSE 0 END) AS parked
       FROM run WHERE workspace_id = ? AND journey_id IN ${list}
       AND state IN ('active', 'paused', 'quarantined') GROUP BY version_id`,
    [workspaceId],
  );
  return new Map(
    rows.map(({ versionId, people, parked }) => [
      Number(versionId),
      { people: Number(people), parked: Number(parked) },
    ]),
  );
}
