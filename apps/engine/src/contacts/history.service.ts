import { Inject, Injectable } from '@nestjs/common';
import type { JourneyDocument } from '@sojourn/journey';
import { contactViews, journeyVersions, timelineViews, type Database } from '@sojourn/storage';
import { DATABASE } from '../ports.js';
import { noSuchContact } from './contact.errors.js';
import type { ContactRun, PathStep } from './contact.dto.js';
import { mergeTimeline, timelineCursor, TIMELINE_PAGE, type DatedStep, type TimelineSources } from './timeline.js';
import type { TimelinePage } from './timeline.dto.js';

const RUNS = 200;
const TRACES = 5_000;
const LAST_MOMENT = 8_640_000_000_000_000;

type RunOfContact = Awaited<ReturnType<typeof timelineViews.runs>>[number];
type TraceOfRun = Awaited<ReturnType<typeof timelineViews.traces>>[number];

/** What happened to one contact, told from its events, runs and traces. */
@Injectable()
export class HistoryService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async timeline(workspaceId: number, asked: number, cursor: string | undefined): Promise<TimelinePage> {
    const contactId = await this.#contact(workspaceId, asked);
    const { read } = this.database;
    const { until, skip } = timelineCursor(cursor);
    // One more than a page of each sort is enough: the page is the newest of all of them together.
    const stretch = { workspaceId, contactId, until, limit: TIMELINE_PAGE + skip + 1 };
    const runs = await timelineViews.runs(read, workspaceId, contactId, RUNS);
    const documents = await this.#documents(workspaceId, runs);
    const traces = await timelineViews.traces(read, stretch);
    const byRun = new Map(runs.map((run) => [run.id, run]));
    const sources: TimelineSources = {
      events: await timelineViews.events(read, stretch),
      runs,
      steps: traces.flatMap((trace) => {
        const run = byRun.get(trace.runId);
        return run
          ? [...stepsOf(trace, documents.get(run.versionId))].reverse().map((step): DatedStep => ({ ...step, run }))
          : [];
      }),
      messages: (await timelineViews.messages(read, stretch)).flatMap((message) => {
        const run = byRun.get(message.runId);
        return run ? [{ ...message, run }] : [];
      }),
      coupons: await timelineViews.coupons(read, workspaceId, contactId, stretch.limit),
      collectibles: await timelineViews.collectibles(read, workspaceId, contactId, stretch.limit),
    };
    return mergeTimeline(sources, until, skip);
  }

  async runs(workspaceId: number, asked: number): Promise<ContactRun[]> {
    const contactId = await this.#contact(workspaceId, asked);
    const runs = await timelineViews.runs(this.database.read, workspaceId, contactId, RUNS);
    const documents = await this.#documents(workspaceId, runs);
    const traces = await timelineViews.traces(this.database.read, {
      workspaceId,
      contactId,
      until: LAST_MOMENT,
      limit: TRACES,
    });
    const paths = new Map<number, PathStep[]>();
    for (const trace of [...traces].reverse()) {
      const run = runs.find(({ id }) => id === trace.runId);
      if (run) paths.set(run.id, [...(paths.get(run.id) ?? []), ...stepsOf(trace, documents.get(run.versionId))]);
    }
    return runs.map(({ journeyId, journeyName, versionId: _, ...run }) => ({
      ...run,
      journey: { id: journeyId, name: journeyName },
      path: paths.get(run.id) ?? [],
    }));
  }

  async #documents(workspaceId: number, runs: readonly RunOfContact[]): Promise<ReadonlyMap<number, JourneyDocument>> {
    const documents = new Map<number, JourneyDocument>();
    for (const id of new Set(runs.map(({ versionId }) => versionId))) {
      const version = await journeyVersions.byId(this.database.read, workspaceId, id);
      if (version) documents.set(id, version.document);
    }
    return documents;
  }

  async #contact(workspaceId: number, id: number): Promise<number> {
    const profile = await contactViews.profile(this.database.read, workspaceId, id);
    if (!profile) throw noSuchContact(id);
    return profile.id;
  }
}

function stepsOf({ at, steps }: TraceOfRun, document: JourneyDocument | undefined): PathStep[] {
  return steps.map(({ nodeId, visit, outcome, why }) => {
    const node = document?.nodes.find(({ id }) => id === nodeId);
    return {
      at,
      nodeId,
      nodeType: node?.type ?? '',
      nodeTitle: node?.title ?? null,
      visit,
      outcome,
      why: why ? { code: why.code, params: { ...why.params } } : null,
    };
  });
}
