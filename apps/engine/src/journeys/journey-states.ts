import { compile, type NodeCatalogue } from '@sojourn/journey';
import {
  drawings,
  entryBaseline,
  journeyRuns,
  journeyVersions,
  removeEntryTimers,
  type Database,
  type JourneyState,
  type Tx,
} from '@sojourn/storage';
import { layEntries } from './lay-entries.js';
import { noSuchJourney } from './journey.errors.js';

type Drawing = NonNullable<Awaited<ReturnType<typeof drawings.find>>>;

/** One way from state to state: what it may start from, what it writes in the same transaction, what may follow in pieces. */
export interface StateChange {
  readonly from: readonly JourneyState[];
  change(own: {
    readonly tx: Tx;
    readonly drawing: Drawing;
    readonly catalogue: NodeCatalogue;
    readonly now: number;
  }): Promise<void>;
  afterwards?(database: Database, workspaceId: number, journeyId: number, now: number): Promise<void>;
}

export const pause: StateChange = {
  from: ['live'],
  async change({ tx, drawing: { workspaceId, id }, now }) {
    await journeyRuns.pauseRuns(tx, workspaceId, id);
    await removeEntryTimers(tx, id);
    await journeyVersions.announce(tx, { workspaceId, journeyId: id, state: 'paused', now });
  },
};

/** Goes on as published: entries are laid anew, and who came into a segment meanwhile counts as inside already. */
export const resume: StateChange = {
  from: ['paused'],
  async change({ tx, drawing: { workspaceId, id, liveVersionId }, catalogue, now }) {
    const version = liveVersionId === null ? undefined : await journeyVersions.byId(tx, workspaceId, liveVersionId);
    if (!version) throw noSuchJourney(id);
    // Who is inside stands on these bytes whatever became of their plugins.
    const plan = compile(version.document, catalogue, { ghosts: true });
    await layEntries(
      tx,
      { workspaceId, journeyId: id, versionId: version.id, plan },
      { now, keep: new Set(), admitCurrent: false },
    );
    await journeyRuns.resumeRuns(tx, workspaceId, id);
    await journeyVersions.announce(tx, { workspaceId, journeyId: id, state: 'live', now });
  },
};

/** Runs ended in one transaction. */
const CHUNK = 1_000;

export const archive: StateChange = {
  from: ['draft', 'live', 'paused'],
  async change({ tx, drawing: { workspaceId, id }, now }) {
    await removeEntryTimers(tx, id);
    await entryBaseline.forgetSegments(tx, id);
    await journeyRuns.pauseRuns(tx, workspaceId, id);
    await journeyVersions.announce(tx, { workspaceId, journeyId: id, state: 'archived', now });
  },
  async afterwards(database, workspaceId, journeyId, now) {
    const removeSome = (): Promise<number> =>
      database.inTransaction((tx) => journeyRuns.removeRuns(tx, { workspaceId, journeyId, at: now, limit: CHUNK }));
    while ((await removeSome()) > 0);
  },
};
