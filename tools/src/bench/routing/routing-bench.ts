import { plugins } from '@sojourn/engine';
import { UnexpectedError } from '@sojourn/kernel';
import type { BenchCommand } from '../bench-command.js';
import { openBenchDatabase, openFor, type BenchDatabase } from '../bench-database.js';
import { EngineFleet, type FleetOptions } from '../engine/engine-fleet.js';
import { machine, median, round } from '../machine.js';
import { SHARED_HELP } from '../options.js';
import { listeningJourney } from '../reference-journey.js';
import { Scene, START } from '../scene.js';
import { ingestEvents } from '../seeder.js';
import { table } from '../table.js';

/** Journeys that listen to the events sent. */
const MATCHING = 3;
const SENT = 'Product Viewed';

interface Routed {
  /** Inside routing: from taking signals to having written what they do. */
  readonly routingSeconds: number;
  readonly cpuSeconds: number;
  readonly statements: number;
  readonly admitted: number;
}

export const routingBench: BenchCommand = {
  name: 'routing',
  summary: 'what an event costs when a thousand journeys are live and three care',
  help: `Usage: npm run bench -- routing [options]

Routes events while three journeys listen to them (each lets about one event in eight in), alone and beside many live journeys
that listen to other events, in turn, and compares. Counted is the time inside routing; the runs that begin wait for a day.

${SHARED_HELP}
  --events N          events, each of another contact (default 20000)
  --journeys N        live journeys in all (default 1000)
  --repeat N          pairs of measurements (default 5)`,
  own: { events: '20000', journeys: '1000', repeat: '5' },

  async run(options) {
    const [events, journeys] = [options.number('events'), options.number('journeys', MATCHING)];
    const bench = await openBenchDatabase(options.database);
    try {
      const fleet = {
        workers: 1,
        connections: options.number('connections'),
        batchSize: options.number('batch-size'),
        profile: undefined,
      };
      const before = machine();
      const pairs: { few: Routed; many: Routed }[] = [];
      for (let i = 0; i < options.number('repeat'); i++) {
        pairs.push({
          few: await measure(bench, fleet, events, MATCHING),
          many: await measure(bench, { ...fleet, profile: options.profile }, events, journeys),
        });
      }
      const of = (which: 'few' | 'many', figure: (routed: Routed) => number, digits = 0): number =>
        round(median(pairs.map((pair) => figure(pair[which]))), digits);
      const perSecond = ({ routingSeconds }: Routed): number => events / routingSeconds;
      const cpu = ({ cpuSeconds }: Routed): number => (cpuSeconds / events) * 1_000;
      const json = {
        bench: 'routing',
        database: bench.words,
        events,
        journeys,
        matching: MATCHING,
        repeats: pairs.length,
        batchSize: fleet.batchSize,
        eventsPerSecondFew: of('few', perSecond),
        eventsPerSecondMany: of('many', perSecond),
        ratioOfCost: round(median(pairs.map(({ few, many }) => many.routingSeconds / few.routingSeconds)), 3),
        ratioOfCpu: round(median(pairs.map(({ few, many }) => many.cpuSeconds / few.cpuSeconds)), 3),
        cpuSecondsPer1000EventsFew: of('few', cpu, 4),
        cpuSecondsPer1000EventsMany: of('many', cpu, 4),
        statementsPerEvent: of('many', ({ statements }) => statements / events, 4),
        machine: { ...before, loadAverageAfter: machine()['loadAverage'] },
      };
      const text = [
        `${bench.words}; ${events} events in batches of ${fleet.batchSize}, medians of ${pairs.length}`,
        '',
        table(
          ['live journeys', String(MATCHING), String(journeys)],
          [
            ['events routed a second', String(json.eventsPerSecondFew), String(json.eventsPerSecondMany)],
            ['CPU seconds per 1,000 events', String(json.cpuSecondsPer1000EventsFew), String(json.cpuSecondsPer1000EventsMany)], // prettier-ignore
          ],
        ),
        '',
        `an event costs ${json.ratioOfCost} times as much time and ${json.ratioOfCpu} times as much CPU among ${journeys} journeys`,
        `load ${String(before['loadAverage'])} before, ${String(json.machine.loadAverageAfter)} after`,
      ];
      return { json, text: text.join('\n') };
    } finally {
      await bench.stop();
    }
  },
};

async function measure(bench: BenchDatabase, options: FleetOptions, events: number, journeys: number): Promise<Routed> {
  const url = await bench.fresh();
  const seeding = await openFor(url, options.connections);
  const scene = await Scene.set(seeding);
  await scene.publish(
    Array.from({ length: journeys }, (_, i) =>
      listeningJourney(plugins.catalogue, `Journey ${i}`, i < MATCHING ? SENT : `Other ${i}`),
    ),
  );
  await scene.addContacts(events, events);
  const { workspaceId } = scene;
  const fleet = await EngineFleet.start(bench, url, options, START);
  try {
    // Once with nothing to do: journeys are compiled when they are first seen, not with every event.
    await fleet.work(START);
    await ingestEvents(seeding, { workspaceId, type: SENT, at: START, from: 0, to: events });
    const stage = await fleet.work(START);
    if (stage.routed !== events || stage.admitted === 0)
      throw new UnexpectedError(`${stage.routed} events were routed and ${stage.admitted} runs began; ${events} events were sent`, { code: 'bench.wrong-count' }); // prettier-ignore
    return {
      routingSeconds: stage.routingSeconds,
      cpuSeconds: stage.engineCpuSeconds + (stage.databaseCpuSeconds ?? 0),
      statements: stage.statements,
      admitted: stage.admitted,
    };
  } finally {
    await fleet.close();
    await seeding.close();
  }
}
