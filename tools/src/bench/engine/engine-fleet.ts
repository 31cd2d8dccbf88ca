import { UnexpectedError } from '@sojourn/kernel';
import { createConnection, type Connection } from 'mysql2/promise';
import type { BenchDatabase } from '../bench-database.js';
import { cpuSecondsOf } from '../process-cost.js';
import { startEngine, type EngineClient } from './engine-client.js';
import type { Worked } from './engine-protocol.js';

/** What a stretch of work did and cost, all engines and the database together. */
export interface Stage {
  readonly seconds: number;
  readonly wakes: number;
  readonly routed: number;
  /** Inside routing: of several engines together. */
  readonly routingSeconds: number;
  readonly admitted: number;
  readonly delivered: number;
  readonly quarantined: number;
  /** By the account of the server itself on MySQL, else by the engine's. */
  readonly statements: number;
  readonly engineCpuSeconds: number;
  /** Undefined when the server is not ours or lives inside the engine's process. */
  readonly databaseCpuSeconds: number | undefined;
  readonly startRssMb: number;
  readonly peakRssMb: number;
}

export interface FleetOptions {
  readonly workers: number;
  readonly connections: number;
  readonly batchSize: number;
  readonly profile: string | undefined;
}

/** Rounds in which engines may settle who owns what. */
const SETTLING = 20;

/** One or several engines, each in a process of its own, on one database. */
export class EngineFleet {
  readonly engines: readonly EngineClient[];
  readonly #bench: BenchDatabase;
  readonly #account: Connection | undefined;

  private constructor(bench: BenchDatabase, engines: readonly EngineClient[], account: Connection | undefined) {
    this.#bench = bench;
    this.engines = engines;
    this.#account = account;
  }

  static async start(
    bench: BenchDatabase,
    url: string,
    options: FleetOptions,
    virtualFrom: number,
  ): Promise<EngineFleet> {
    const { workers, connections, batchSize, profile } = options;
    const engines = Array.from({ length: workers }, (_, i) =>
      startEngine(profile && (i === 0 ? profile : `${profile}.${i}`)),
    );
    const account = bench.kind === 'mysql' ? await createConnection(url.replace(/^mariadb:/, 'mysql:')) : undefined;
    const fleet = new EngineFleet(bench, engines, account);
    await fleet.all((engine) => engine.ask({ do: 'open', url, connections, batchSize, virtualFrom }));
    if (workers > 1) await fleet.#settle();
    return fleet;
  }

  /** Waits until the engines have divided the shards evenly. */
  async #settle(): Promise<void> {
    for (let round = 0; round < SETTLING; round++) {
      const shares: number[] = [];
      for (const engine of this.engines) shares.push(await engine.ask<number>({ do: 'share' }));
      if (Math.min(...shares) > 0 && Math.max(...shares) - Math.min(...shares) <= 1) return;
    }
    throw new UnexpectedError('The engines did not come to equal shares.', { code: 'bench.engine-failed' });
  }

  /** Everything that is due at `now`: all engines at once, until none has anything left. */
  work(now: number): Promise<Stage> {
    return this.measured((engine) => engine.ask<Worked>({ do: 'work', now }));
  }

  async measured<W extends Worked>(
    ask: (engine: EngineClient) => Promise<W>,
  ): Promise<Stage & { answers: readonly W[] }> {
    const questions = await this.#questions();
    const cpu = this.#databaseCpu();
    const began = performance.now();
    const answers = await this.all(ask);
    const seconds = (performance.now() - began) / 1_000;
    const databaseCpu = this.#databaseCpu();
    // Asking the server what it was asked is a question too.
    const asked = questions === undefined ? undefined : ((await this.#questions()) ?? 0) - questions - 1;
    const sum = (of: (worked: Worked) => number): number => answers.reduce((total, worked) => total + of(worked), 0);
    return {
      answers,
      seconds,
      wakes: sum((worked) => worked.wakes),
      routed: sum((worked) => worked.routed),
      routingSeconds: sum((worked) => worked.routingMs) / 1_000,
      admitted: sum((worked) => worked.admitted),
      delivered: sum((worked) => worked.delivered),
      quarantined: sum((worked) => worked.quarantined),
      statements: asked ?? sum((worked) => worked.statements),
      engineCpuSeconds: sum((worked) => worked.cpuSeconds),
      databaseCpuSeconds: cpu === undefined || databaseCpu === undefined ? undefined : databaseCpu - cpu,
      startRssMb: Math.max(...answers.map((worked) => worked.startRssMb)),
      peakRssMb: Math.max(...answers.map((worked) => worked.peakRssMb)),
    };
  }

  async all<T>(ask: (engine: EngineClient, index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(this.engines.map((engine, index) => ask(engine, index)));
  }

  async close(): Promise<void> {
    await this.#account?.end();
    await this.all((engine) => engine.close());
  }

  async #questions(): Promise<number | undefined> {
    if (!this.#account) return undefined;
    const [[row]] = (await this.#account.query("SHOW GLOBAL STATUS LIKE 'Questions'")) as unknown as [
      { Value: string }[],
    ];
    return Number(row?.Value);
  }

  #databaseCpu(): number | undefined {
    return this.#bench.pid === undefined ? undefined : cpuSecondsOf(this.#bench.pid);
  }
}

/** Stages one after another, as one. */
export function together(stages: readonly Stage[]): Stage {
  const sum = (of: (stage: Stage) => number): number => stages.reduce((total, stage) => total + of(stage), 0);
  const database = stages.map(({ databaseCpuSeconds }) => databaseCpuSeconds);
  return {
    seconds: sum((stage) => stage.seconds),
    wakes: sum((stage) => stage.wakes),
    routed: sum((stage) => stage.routed),
    routingSeconds: sum((stage) => stage.routingSeconds),
    admitted: sum((stage) => stage.admitted),
    delivered: sum((stage) => stage.delivered),
    quarantined: sum((stage) => stage.quarantined),
    statements: sum((stage) => stage.statements),
    engineCpuSeconds: sum((stage) => stage.engineCpuSeconds),
    databaseCpuSeconds: database.includes(undefined) ? undefined : sum((stage) => stage.databaseCpuSeconds ?? 0),
    startRssMb: stages[0]?.startRssMb ?? NaN,
    peakRssMb: Math.max(...stages.map((stage) => stage.peakRssMb)),
  };
}
