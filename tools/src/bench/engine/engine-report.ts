import type { BenchReport } from '../bench-command.js';
import { median, round } from '../machine.js';
import type { BestForm, RawLimit } from '../raw-limit/raw-limit.js';
import { PER_RUN } from '../reference-journey.js';
import { table } from '../table.js';
import type { Stage } from './engine-fleet.js';
import type { Pass, PassKind } from './journey-pass.js';
import type { RealTime } from './real-time.js';

export interface Measured {
  readonly passes: { readonly reference: Pass; readonly events?: Pass; readonly outbox?: Pass };
  /** The reference pass with one engine, where there are several. */
  readonly alone: Pass | undefined;
  readonly raw: RawLimit;
  /** See `simpleRowsPerSecond`. */
  readonly simplePerSecond: number;
}

export interface EngineFigures {
  readonly database: string;
  readonly workers: number;
  readonly runs: number;
  readonly waiting: number;
  readonly batchSize: number;
  readonly connections: number;
  readonly machine: { readonly [field: string]: unknown };
  /** One for each repetition. */
  readonly rounds: readonly Measured[];
  readonly rawForm: BestForm;
  readonly late: RealTime | undefined;
}

/** Medians of the repetitions, as fields and as tables. */
export function engineReport(figures: EngineFigures): BenchReport {
  const { rounds, late, runs } = figures;
  const kinds: readonly PassKind[] = ['reference', 'events', 'outbox'];
  const of = (kind: PassKind): Record<string, number | null> | undefined => {
    const passes = rounds.flatMap(({ passes: { [kind]: pass } }) => pass ?? []);
    return passes.length === 0 ? undefined : passFigures(passes, runs);
  };
  const passes = Object.fromEntries(kinds.flatMap((kind) => (of(kind) ? [[kind, of(kind)!]] : [])));
  const { reference = {}, ...others } = passes;
  const perRaw = (of: (raw: RawLimit) => number, digits = 0): number | null =>
    orNull(median(rounds.map(({ raw }) => of(raw))), digits);
  // Of the same repetition, so that what else the machine did falls on both.
  const ratio = (of: (pass: Stage, raw: RawLimit) => number): number | null =>
    orNull(median(rounds.map(({ passes: { reference: pass }, raw }) => of(pass.total, raw))), 3);
  const { rawForm } = figures;
  const json = {
    bench: 'engine',
    database: figures.database,
    runs,
    workers: figures.workers,
    waitingRuns: figures.waiting,
    batchSize: figures.batchSize,
    connections: figures.connections,
    repeats: rounds.length,
    ...reference,
    rawLimitPerSecond: perRaw((raw) => raw.rows / raw.seconds),
    ratioToRawLimit: ratio((pass, raw) => pass.wakes / pass.seconds / (raw.rows / raw.seconds)),
    rawLimitForm: `${rawForm.form}, ${rawForm.lanes} at a time`,
    rawLimitCpuSecondsPer1000: perRaw((raw) => ((raw.cpuSeconds ?? NaN) / raw.rows) * 1_000, 4),
    // How much of the processor time goes into moving rows: hardly touched by what else the machine does.
    ratioToRawLimitByCpu: ratio((pass, raw) => (raw.cpuSeconds ?? NaN) / raw.rows / (cpuOf(pass) / pass.wakes)),
    rawLimitWithReadClaimPerSecond: perRaw((raw) => raw.rows / raw.readClaimSeconds),
    ratioToRawLimitWithReadClaim: ratio((pass, raw) => pass.wakes / pass.seconds / (raw.rows / raw.readClaimSeconds)),
    ...(figures.workers > 1 ? { timesOneWorker: timesOne(rounds) } : {}),
    simpleRowsPerSecond: orNull(median(rounds.map(({ simplePerSecond }) => simplePerSecond)), 0),
    ...(late ? { timerLateness: lateness(late) } : {}),
    passes: others,
    machine: figures.machine,
  };
  return { json, text: asText(json, passes, figures) };
}

/** How much faster several engines are than one, measured beside each other. */
function timesOne(rounds: readonly Measured[]): number | null {
  const speed = ({ total }: Pass): number => total.wakes / total.seconds;
  return orNull(median(rounds.map(({ passes, alone }) => (alone ? speed(passes.reference) / speed(alone) : NaN))), 3);
}

function passFigures(passes: readonly Pass[], runs: number): Record<string, number | null> {
  const mid = (of: (stage: Stage) => number, digits = 0): number | null => orNull(median(passes.map(({ total }) => of(total))), digits); // prettier-ignore
  // Contacts pass seven nodes: all but the entry's own transition is made by wakes, and the exit is the seventh.
  const steps = runs * PER_RUN.transitions;
  const admitted = passes.map(({ admittedPerSecond }) => admittedPerSecond ?? NaN);
  return {
    personWakesPerSecond: mid(({ wakes, seconds }) => wakes / seconds),
    contactStepsPerSecond: mid(({ seconds }) => steps / seconds),
    runsPerSecond: mid(({ seconds }) => runs / seconds),
    statementsPerPersonWake: mid(({ statements, wakes }) => statements / wakes, 4),
    cpuSecondsPer1000Wakes: mid((stage) => (cpuOf(stage) / stage.wakes) * 1_000, 4),
    cpuSecondsPer1000Steps: mid((stage) => (cpuOf(stage) / steps) * 1_000, 4),
    engineCpuSecondsPer1000Wakes: mid((stage) => (stage.engineCpuSeconds / stage.wakes) * 1_000, 4),
    databaseCpuSecondsPer1000Wakes: mid((stage) => ((stage.databaseCpuSeconds ?? NaN) / stage.wakes) * 1_000, 4),
    peakRssMb: mid(({ peakRssMb }) => peakRssMb),
    startRssMb: mid(({ startRssMb }) => startRssMb),
    seconds: mid(({ seconds }) => seconds, 2),
    eventsRouted: mid(({ routed }) => routed),
    deliveriesPerSecond: mid(({ delivered, seconds }) => delivered / seconds),
    admittedByApiPerSecond: orNull(median(admitted), 0),
    ...Object.fromEntries(
      (['arrive', 'nextDay', 'event', 'timeout'] as const).map((stage) => [
        `${stage}WakesPerSecond`,
        orNull(median(passes.map(({ stages }) => stages[stage].wakes / stages[stage].seconds)), 0),
      ]),
    ),
  };
}

/** Of engine and database together. */
const cpuOf = ({ engineCpuSeconds, databaseCpuSeconds = 0 }: Stage): number => engineCpuSeconds + databaseCpuSeconds;

/** JSON knows no NaN: what cannot be measured here is null. */
const orNull = (value: number, digits: number): number | null => (Number.isFinite(value) ? round(value, digits) : null);

function lateness({ timers, seconds, p50Ms, p99Ms, maxMs }: RealTime): Record<string, number> {
  return { timers, seconds: round(seconds, 1), p50Ms: round(p50Ms), p99Ms: round(p99Ms), maxMs: round(maxMs) };
}

function asText(
  json: { readonly [field: string]: unknown },
  passes: { readonly [kind: string]: Record<string, number | null> },
  { late, machine, database, workers }: EngineFigures,
): string {
  const words: readonly (readonly [string, string])[] = [
    ['personWakesPerSecond', 'person-wakes a second'],
    ['contactStepsPerSecond', 'contact-steps a second'],
    ['statementsPerPersonWake', 'SQL statements per person-wake'],
    ['cpuSecondsPer1000Wakes', 'CPU seconds per 1,000 wakes, all'],
    ['engineCpuSecondsPer1000Wakes', '  of the engine'],
    ['databaseCpuSecondsPer1000Wakes', '  of the database server'],
    ['cpuSecondsPer1000Steps', 'CPU seconds per 1,000 steps, all'],
    ['peakRssMb', 'peak memory of an engine, MB'],
    ['startRssMb', '  before it had anything to do'],
    ['eventsRouted', 'events routed'],
    ['deliveriesPerSecond', 'deliveries a second'],
    ['arriveWakesPerSecond', 'wakes a second: arrival'],
    ['nextDayWakesPerSecond', '  a day later'],
    ['eventWakesPerSecond', '  by the event, routing included'],
    ['timeoutWakesPerSecond', '  by the time-out'],
    ['seconds', 'seconds'],
  ];
  const kinds = Object.keys(passes);
  const rows = words.map(([field, label]) => [label, ...kinds.map((kind) => shown(passes[kind]?.[field] ?? null))]);
  const lines = [
    `${database}; ${json['runs']} runs, ${json['workers']} worker(s), batches of ${json['batchSize']}, ${json['waitingRuns']} more waiting, medians of ${json['repeats']}`,
    '',
    table(['', ...kinds], rows),
    '',
    `raw limit: ${shown(json['rawLimitPerSecond'])} rows a second (${json['rawLimitForm']}); the reference journey reaches ${share(json['ratioToRawLimit'])} of it, ${share(json['ratioToRawLimitByCpu'])} by processor time`,
    `  claiming by a read: ${shown(json['rawLimitWithReadClaimPerSecond'])}, of which ${share(json['ratioToRawLimitWithReadClaim'])}; CPU seconds per 1,000 rows: ${shown(json['rawLimitCpuSecondsPer1000'])}`,
    `  for scale, rows of 350 bytes in a table of their own: ${shown(json['simpleRowsPerSecond'])} a second`,
  ];
  if (workers > 1) lines.push(`${workers} workers are ${shown(json['timesOneWorker'])} times as fast as one`);
  if (late)
    lines.push(
      `timers on real time: ${late.timers} in ${round(late.seconds, 1)} s, late by ${round(late.p50Ms)} ms (p50), ${round(late.p99Ms)} ms (p99), ${round(late.maxMs)} ms at most`,
    );
  const load = (value: unknown): string => (value as number[]).join(' ');
  lines.push(
    `${machine['processor']}, ${machine['cores']} cores, node ${machine['node']}; load ${load(machine['loadAverage'])} before, ${load(machine['loadAverageAfter'])} after`,
  );
  return lines.join('\n');
}

const share = (value: unknown): string => `${round(Number(value) * 100, 1)} %`;
const shown = (value: unknown): string => (typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 4 }) : '-'); // prettier-ignore
