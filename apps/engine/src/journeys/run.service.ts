import { Inject, Injectable } from '@nestjs/common';
import { ENTERED, ENTRY_NODE } from '@sojourn/journey';
import { UserError, type Clock } from '@sojourn/kernel';
import {
  drawings,
  edgeCounts,
  journeyRuns,
  journeyVersions,
  MOVED_IN,
  parkedRuns,
  type Database,
} from '@sojourn/storage';
import { idCursor, pageOf } from '../http/cursor.js';
import { CLOCK, DATABASE } from '../ports.js';
import { noSuchJourney } from './journey.errors.js';
import type { CountsView, NodeCounts, RunPage, RunQuery, VersionList, VersionView } from './journey.dto.js';

const PAGE = 50;
const END = '$end:';
const NOT_DRAWN = '$';
type Version = Awaited<ReturnType<typeof journeyVersions.list>>[number];

/** What became of a journey's versions and of who entered them. */
@Injectable()
export class RunService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async versions(workspaceId: number, journeyId: number): Promise<VersionList> {
    await this.#journey(workspaceId, journeyId);
    const active = new Map<number, number>();
    for (const { versionId, journeyId: of, outcome, n } of await edgeCounts.ofEntries(
      this.database.read,
      workspaceId,
    )) {
      if (of === journeyId) active.set(versionId, (active.get(versionId) ?? 0) + (outcome === ENTERED ? n : -n));
    }
    const versions = await journeyVersions.list(this.database.read, workspaceId, journeyId);
    return {
      items: versions.map(({ id, number, publishedAt, publishedBy }) => ({
        id,
        number,
        publishedAt,
        publishedBy,
        active: active.get(id) ?? 0,
      })),
    };
  }

  async version(workspaceId: number, journeyId: number, number: number): Promise<VersionView> {
    const version = await journeyVersions.byNumber(this.database.read, workspaceId, journeyId, number);
    if (!version) throw noSuchVersion(journeyId, number);
    return { number, document: version.document, publishedAt: version.publishedAt };
  }

  async counts(workspaceId: number, journeyId: number, number: number | undefined): Promise<CountsView> {
    const drawing = await this.#journey(workspaceId, journeyId);
    const asOf = this.clock.now();
    const newest = async (): Promise<Version | undefined> =>
      (await journeyVersions.list(this.database.read, workspaceId, journeyId))[0];
    const version =
      number !== undefined
        ? await journeyVersions.byNumber(this.database.read, workspaceId, journeyId, number)
        : drawing.liveVersionId !== null
          ? await journeyVersions.byId(this.database.read, workspaceId, drawing.liveVersionId)
          : await newest();
    if (!version) {
      if (number !== undefined) throw noSuchVersion(journeyId, number);
      return { asOf, version: null, entered: 0, active: 0, ended: {}, nodes: {} };
    }
    return {
      asOf,
      version: version.number,
      ...countsOf(
        version,
        await edgeCounts.ofVersion(this.database.read, workspaceId, version.id),
        await parkedRuns.byNode(this.database.read, workspaceId, journeyId),
      ),
    };
  }

  async page(workspaceId: number, journeyId: number, { node, state, cursor }: RunQuery): Promise<RunPage> {
    await this.#journey(workspaceId, journeyId);
    const found = await journeyRuns.page(this.database.read, {
      workspaceId,
      journeyId,
      node,
      state,
      before: idCursor(cursor),
      limit: PAGE + 1,
    });
    const { rows, next } = pageOf(found, PAGE, ({ id }) => id);
    return {
      items: rows.map(({ contactId, contactName, ...run }) => ({
        ...run,
        contact: { id: contactId, name: contactName },
      })),
      next,
    };
  }

  async #journey(workspaceId: number, id: number): Promise<NonNullable<Awaited<ReturnType<typeof drawings.find>>>> {
    const drawing = await drawings.find(this.database.read, workspaceId, id);
    if (!drawing) throw noSuchJourney(id);
    return drawing;
  }
}

/** Nobody is counted one by one: a node was entered as often as its edges were walked, and here is who entered and did not leave. */
export function countsOf(
  { document }: Pick<Version, 'document'>,
  totals: Awaited<ReturnType<typeof edgeCounts.ofVersion>>,
  parked: Awaited<ReturnType<typeof parkedRuns.byNode>> = [],
): Pick<CountsView, 'entered' | 'active' | 'ended' | 'nodes'> {
  const left = new Map<string, Record<string, number>>();
  for (const { nodeId, outcome, n } of totals) left.set(nodeId, { ...left.get(nodeId), [outcome]: n });
  const atEntry = left.get(ENTRY_NODE) ?? {};
  const ended = Object.fromEntries(
    Object.entries(atEntry).flatMap(([outcome, n]) =>
      outcome.startsWith(END) ? [[outcome.slice(END.length), n]] : [],
    ),
  ) as Record<string, number>;
  const entered = atEntry[ENTERED] ?? 0;
  const walked = new Map<string, number>();
  for (const { from, to } of document.edges)
    walked.set(to, (walked.get(to) ?? 0) + (left.get(from.node)?.[from.outcome] ?? 0));
  const nodes = Object.fromEntries(
    document.nodes.map(({ id }): [string, NodeCounts] => {
      const out = left.get(id) ?? {};
      const came = walked.get(id) ?? 0;
      const outcomes = Object.fromEntries(Object.entries(out).filter(([outcome]) => !outcome.startsWith(NOT_DRAWN)));
      return [
        id,
        {
          // Who was put here by hand walked no edge; see countMove.
          entered: came - (out[MOVED_IN] ?? 0),
          here: Math.max(0, came - sum(Object.values(out))),
          parked: parked.find(({ nodeId }) => nodeId === id)?.n ?? 0,
          outcomes,
        },
      ];
    }),
  );
  return { entered, active: entered - sum(Object.values(ended)), ended, nodes };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function noSuchVersion(journeyId: number, number: number): UserError {
  return new UserError(`The journey ${journeyId} has no version ${number} in this workspace.`, {
    code: 'journey.not-found',
    status: 404,
    details: { id: journeyId, version: number },
  });
}
