import type { createRenderer } from '@sojourn/content';
import type { PluginVerdict, WorkQueue } from '@sojourn/execution';
import type { NodeCatalogue, PluginPin, PluginState } from '@sojourn/journey';
import type { Clock, Json, JsonObject } from '@sojourn/kernel';
import type { Manifest, NodeHook, PluginManifest } from '@sojourn/plugin-sdk';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { Database } from '@sojourn/storage';
import type { Config } from './config/config.js';
import type { Asked } from './plugin-host/dry-host.js';
import type { PluginHost } from './plugin-host/index.js';
import type { Vault } from './settings/vault.js';

/** What the API is handed at the start; Nest injects each by its token. */
export interface Ports {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  /** Told when there is work. */
  readonly queue: Pick<WorkQueue, 'announce'>;
  readonly plugins: InstalledPlugins;
  /** What workspaces have installed beside it. */
  readonly pluginCatalogue: PluginCatalogue;
  readonly pluginRunner: PluginRunner;
  /** What runs plugins in this process. */
  readonly pluginHost: PluginHost;
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

/** What ships with the product. */
export interface InstalledPlugins {
  readonly plugins: readonly PluginManifest[];
  /** Of their node types, in the order of the palette. */
  readonly manifests: readonly Manifest[];
  readonly catalogue: NodeCatalogue;
}

/** A plugin's stored bundle: which bytes, and what its manifest says. */
export interface StoredPlugin {
  readonly pin: PluginPin;
  readonly manifest: PluginManifest;
}
/** The same as one workspace sees it. */
export interface InstalledVersion extends StoredPlugin {
  readonly state: PluginState;
}

/** What is installed where, as the API asks for it. Manifests of one hash may be the same object every time: schemas compile once. */
export interface PluginCatalogue {
  /** The plugins of a workspace, each in its current version; those that are switched off or revoked too. */
  installed(workspaceId: number): Promise<readonly InstalledVersion[]>;
  /**
   * Of these pins those whose bundle is stored, with the state that this workspace sees it in (`missing` after an uninstall);
   * pins that nobody stored are left out. A `dev:` pin is the workspace's latest development bundle.
   */
  byPins(workspaceId: number, pins: readonly PluginPin[]): Promise<readonly InstalledVersion[]>;
  /** Stored versions of a plugin that the workspace may move a journey to, newest first. */
  versionsOf(workspaceId: number, plugin: string): Promise<readonly InstalledVersion[]>;
}

/** Runs functions of plugins for the API, in the sandbox, under the grant of the workspace. */
export interface PluginRunner {
  /** One of a node's optional functions. A fault is the plugin's own: it threw, hung or answered nonsense. */
  call(ask: {
    readonly workspaceId: number;
    readonly pin: PluginPin;
    /** Within the plugin: `forecast`. */
    readonly node: string;
    readonly entry: NodeHook;
    readonly input: JsonObject;
  }): Promise<{ readonly value: Json } | { readonly fault: string }>;
  /**
   * `execute` over sample contacts with nothing written and nothing called outside. One verdict for each item, in order. Host calls are
   * refused; with `outside: 'recorded'` the plugin's store is read, requests are answered from recordings where there are any, and the
   * verdicts tell what was asked.
   */
  rehearse(ask: {
    readonly workspaceId: number;
    readonly pin: PluginPin;
    /** As drawn: `acme.weather/forecast`. */
    readonly type: string;
    readonly nodeId: string;
    readonly config: JsonObject;
    readonly items: readonly Item[];
    readonly outside?: 'recorded';
    /** For what the node keeps of its own. */
    readonly journeyId?: number;
  }): Promise<readonly Rehearsed[]>;
}

export type Rehearsed = PluginVerdict & {
  readonly asked?: Asked | undefined;
  /** Where an answer was missing: how the manifest has it leave in a rehearsal, or what `preview` tells. */
  readonly instead?: string | undefined;
};

export const CONFIG = Symbol('config');
export const DATABASE = Symbol('database');
export const CLOCK = Symbol('clock');
export const QUEUE = Symbol('queue');
export const PLUGINS = Symbol('plugins');
export const PLUGIN_CATALOGUE = Symbol('plugin catalogue');
export const PLUGIN_RUNNER = Symbol('plugin runner');
export const PLUGIN_HOST = Symbol('plugin host');
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
  pluginCatalogue: PLUGIN_CATALOGUE,
  pluginRunner: PLUGIN_RUNNER,
  pluginHost: PLUGIN_HOST,
  vault: VAULT,
  renderer: RENDERER,
  log: LOG,
  health: HEALTH,
};
