import { Inject, Injectable } from '@nestjs/common';
import type { JourneyDocument, NodeCatalogue } from '@sojourn/journey';
import { journeyVersions, parkedRuns, type Database } from '@sojourn/storage';
import { invalidInput } from '../http/invalid-input.js';
import { NodeTypeService } from '../node-types/node-type.service.js';
import { DATABASE } from '../ports.js';
import { waysOut } from './choose-repair.js';
import type { ParkedNode, ParkedPage, ParkedQuery } from './parked-run.dto.js';

const PAGE = 50;

/** The runs that nobody but a person gets going again. */
@Injectable()
export class ParkedRunService {
  /** Once per process: what an older engine parked beside this one is put on the list. */
  #adopted: Promise<unknown> | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(NodeTypeService) private readonly types: NodeTypeService,
  ) {}

  async page(workspaceId: number, query: ParkedQuery): Promise<ParkedPage> {
    const { read } = this.database;
    if (query.node !== undefined && query.journey === undefined)
      throw invalidInput([{ pointer: '/journey', message: 'journey must be named with a node' }]);
    await this.#adopt();
    const filter = {
      workspaceId,
      journeyId: query.journey,
      nodeId: query.node,
      runId: query.run,
      search: query.search === '' ? undefined : query.search,
    };
    const limit = query.limit ?? PAGE;
    const before = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const rows = await parkedRuns.page(read, { ...filter, before, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const journeys = await parkedRuns.byJourney(read, workspaceId);
    const nodes = await this.#nodes(workspaceId, new Set(shown.map(({ versionId }) => versionId)));
    return {
      items: shown.map(
        ({ id, journeyId, journeyName, versionId, version, contactId, contactName, nodeId, ...row }) => ({
          id,
          journey: { id: journeyId, name: journeyName },
          version,
          contact: { id: contactId, name: contactName },
          node: nodes(versionId, nodeId),
          ...row,
        }),
      ),
      next: last ? `${last.since}-${last.id}` : null,
      total: countedAlready(filter, journeys) ?? (await parkedRuns.count(read, filter)),
      journeys: journeys.map(({ journeyId, name, n }) => ({ id: journeyId, name, count: n })),
    };
  }

  async #adopt(): Promise<void> {
    this.#adopted ??= parkedRuns.adoptParked(this.database).catch((error: unknown) => {
      this.#adopted = undefined;
      throw error;
    });
    await this.#adopted;
  }

  async #nodes(
    workspaceId: number,
    versionIds: ReadonlySet<number>,
  ): Promise<(versionId: number, nodeId: string) => ParkedNode> {
    const documents = new Map<number, JourneyDocument>();
    for (const id of versionIds) {
      const version = await journeyVersions.byId(this.database.read, workspaceId, id);
      if (version) documents.set(id, version.document);
    }
    const catalogueOf = await this.types.cataloguesOf(workspaceId, [...documents.values()]);
    const known = new Map<string, ParkedNode>();
    return (versionId, nodeId) => {
      const key = `${versionId} ${nodeId}`;
      const found = known.get(key) ?? nodeOf(documents.get(versionId), nodeId, catalogueOf);
      known.set(key, found);
      return found;
    };
  }
}

/** Of a whole workspace or journey, how many there are is known from the list of journeys. */
function countedAlready(
  { journeyId, nodeId, runId, search }: Omit<parkedRuns.ParkedFilter, 'workspaceId'>,
  journeys: Awaited<ReturnType<typeof parkedRuns.byJourney>>,
): number | undefined {
  if (nodeId !== undefined || runId !== undefined || search !== undefined) return undefined;
  const counted = journeys.filter((one) => journeyId === undefined || one.journeyId === journeyId);
  return counted.reduce((sum, { n }) => sum + n, 0);
}

function nodeOf(
  document: JourneyDocument | undefined,
  id: string,
  catalogueOf: (document: JourneyDocument) => NodeCatalogue,
): ParkedNode {
  const node = document?.nodes.find((one) => one.id === id);
  if (!document || !node) return { id, type: null, title: null, waysOut: [] };
  return { id, type: node.type, title: node.title ?? null, waysOut: waysOut(document, id, catalogueOf(document)) };
}

function readCursor(cursor: string): { readonly at: number; readonly id: number } {
  const [, at, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined)
    throw invalidInput([{ pointer: '/cursor', message: 'cursor must be the `next` of an earlier page' }]);
  return { at: Number(at), id: Number(id) };
}
