import { DAY, UnexpectedError } from '@sojourn/kernel';
import { plugins } from '@sojourn/engine';
import type { RowSamples } from '../raw-limit/raw-rows.js';
import { openFor, type BenchDatabase } from '../bench-database.js';
import { AWAITED, INVITING, PER_RUN, referenceJourney } from '../reference-journey.js';
import { Scene, START } from '../scene.js';
import { sampleRows } from './sample-rows.js';
import { admitByApi, ingestEvents } from '../seeder.js';
import { auditRuns } from './audit-runs.js';
import { EngineFleet, together, type FleetOptions, type Stage } from './engine-fleet.js';

/**
 * `reference`: contacts are let in by API beforehand, messages go to nobody. `events`: they are let in by an event each, which
 * the engine routes. `outbox`: let in by API, messages are written to the outbox, delivered to a courier that tells nobody, and
 * their receipts wake the runs.
 */
export type PassKind = 'reference' | 'events' | 'outbox';

export interface PassOptions extends FleetOptions {
  readonly kind: PassKind;
  readonly runs: number;
  /** Further runs that wait all the while, for a year. */
  readonly waiting: number;
}

export interface Pass {
  /** All that the engine did, from the first look to the last end. */
  readonly total: Stage;
  readonly stages: Readonly<Record<'arrive' | 'nextDay' | 'event' | 'timeout', Stage>>;
  /** Contacts let in by API a second, before the engine begins. */
  readonly admittedPerSecond: number | undefined;
  /** Of the rows it wrote. */
  readonly samples: RowSamples;
}

const HALF = 2;

/** Sends `runs` contacts through the whole reference journey in virtual time and looks whether each went as drawn. */
export async function runPass(bench: BenchDatabase, options: PassOptions): Promise<Pass> {
  const { kind, runs, waiting } = options;
  const url = await bench.fresh();
  const document = referenceJourney(plugins.catalogue, kind === 'outbox' ? 'inbox' : 'none');
  const seeding = await openFor(url, options.connections);
  const scene = await Scene.set(seeding);
  const [journey] = await scene.publish([document]);
  if (!journey) throw new UnexpectedError('nothing was published', { code: 'bench.unsound-journey' });
  await scene.addContacts(runs + waiting, runs);
  if (waiting > 0) await scene.addWaitingRuns(journey, 'day', () => START + 365 * DAY, waiting, runs);
  const { workspaceId } = scene;
  const contactIds = scene.contactIds(0, runs);

  const fleet = await EngineFleet.start(bench, url, options, START);
  try {
    let admittedPerSecond: number | undefined;
    if (kind === 'events') await ingestEvents(seeding, { workspaceId, type: INVITING, at: START, from: 0, to: runs });
    else {
      const began = performance.now();
      await admitByApi(seeding, { workspaceId, journeyId: journey.journeyId, at: START, contactIds });
      admittedPerSecond = runs / ((performance.now() - began) / 1_000);
    }
    const arrive = await fleet.work(START);
    const nextDay = await fleet.work(START + DAY);
    // The first half does what it is waited for; the engine hears of it by routing, which is measured.
    await ingestEvents(seeding, {
      workspaceId,
      type: AWAITED,
      at: START + 2 * DAY,
      from: 0,
      to: Math.floor(runs / HALF),
    });
    const event = await fleet.work(START + 2 * DAY);
    const timeout = await fleet.work(START + 4 * DAY);
    const stages = { arrive, nextDay, event, timeout };
    const total = together(Object.values(stages));
    await fleet.close();
    const samples = await check(url, { ...options, workspaceId, versionId: journey.versionId, total });
    return { total, stages, admittedPerSecond, samples };
  } finally {
    await fleet.close();
    await seeding.close();
  }
}

async function check(
  url: string,
  {
    kind,
    runs,
    waiting,
    workspaceId,
    versionId,
    total,
  }: PassOptions & { readonly workspaceId: number; readonly versionId: number; readonly total: Stage },
): Promise<RowSamples> {
  const database = await openFor(url, 4);
  try {
    const byEvent = Math.floor(runs / HALF);
    // Two messages, each with a receipt that wakes.
    const receipts = kind === 'outbox' ? 2 : 0;
    await auditRuns(database.read, {
      workspaceId,
      versionId,
      runs,
      waiting,
      wakesPerRun: PER_RUN.wakes + receipts,
      transitionsPerRun: PER_RUN.transitions,
      byEvent,
      deliveries: receipts * runs,
    });
    const wakes = runs * (PER_RUN.wakes + receipts);
    if (total.wakes !== wakes)
      throw new UnexpectedError(`the engine counted ${total.wakes} wakes; ${wakes} were due`, { code: 'bench.wrong-count' }); // prettier-ignore
    return await sampleRows(database.read, versionId);
  } finally {
    await database.close();
  }
}
