import type { createRenderer } from '@sojourn/content';
import type { WorkQueue } from '@sojourn/execution';
import type { NodeCatalogue } from '@sojourn/journey';
import type { Clock } from '@sojourn/kernel';
import type { Manifest } from '@sojourn/plugin-sdk';
import type { Database } from '@sojourn/storage';
import type { Config } from './config/config.js';
import type { Vault } from './settings/vault.js';

/** What the API is handed at the start; Nest injects each by its token. */
export interface Ports {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  /** Told when there is work. */
  readonly queue: Pick<WorkQueue, 'announce'>;
  readonly plugins: InstalledPlugins;
  readonly vault: Vault;
  readonly log: Log;
  readonly health: Health;
  /** Loaded at first use: the MJML compiler takes half a second to import. */
  readonly renderer: () => Promise<Renderer>;
}
export type Renderer = ReturnType<typeof createRenderer>;

/** The part of a pino logger that the engine uses. */
export interface Log {
  isLevelEnabled(level: string): boolean;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What the process knows of itself. */
export interface Health {
  /** Set when it began to shut down. */
  stopping: boolean;
  /** Why the last round of work failed, while it does. */
  workerFault: string | undefined;
  /** What is missing without which work goes on, only slower. */
  degraded?: string | undefined;
  /** When the API was last asked something, as a studio that is open does every few seconds. */
  attendedAt?: number;
}

export interface InstalledPlugins {
  readonly manifests: readonly Manifest[];
  readonly catalogue: NodeCatalogue;
}

export const CONFIG = Symbol('config');
export const DATABASE = Symbol('database');
export const CLOCK = Symbol('clock');
export const QUEUE = Symbol('queue');
export const PLUGINS = Symbol('plugins');
export const VAULT = Symbol('vault');
export const RENDERER = Symbol('renderer');
export const LOG = Symbol('log');
export const HEALTH = Symbol('health');

export const PORT_TOKENS: Readonly<Record<keyof Ports, symbol>> = {
  config: CONFIG,
  database: DATABASE,
  clock: CLOCK,
  queue: QUEUE,
  plugins: PLUGINS,
  vault: VAULT,
  renderer: RENDERER,
  log: LOG,
  health: HEALTH,
};
