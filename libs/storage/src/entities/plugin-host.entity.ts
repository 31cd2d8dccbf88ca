import { big, long, nullable, primary, table, text } from '../database/columns.js';

/** A value that a plugin keeps in a workspace: for all of it, for a contact, or for a node of a journey. */
export interface PluginKvRow {
  workspaceId: number;
  plugin: string;
  /** `w`, `c:<contact>`, `n:<journey>:<node>`; `=` holds the sum of all sizes of the plugin's values, in `bytes`. */
  place: string;
  name: string;
  /** 0 when it is nobody's. */
  contactId: number;
  value: string;
  bytes: number;
  updatedAt: number;
}
export const PluginKv = table<PluginKvRow>(
  'plugin_kv',
  {
    workspaceId: primary(big()),
    plugin: primary(text(129)),
    place: primary(text(100)),
    name: primary(text(128)),
    contactId: big(),
    value: long(),
    bytes: big(),
    updatedAt: big(),
  },
  { ix_plugin_kv_contact: ['workspaceId', 'contactId'] },
);

/** What a plugin's node cost on a day (since 1970). */
export interface PluginCostRow {
  workspaceId: number;
  journeyId: number;
  nodeId: string;
  plugin: string;
  day: number;
  items: number;
  batches: number;
  /** CPU inside the sandbox, microseconds. */
  cpuUs: number;
  /** Host calls. */
  calls: number;
  /** Items that failed by the plugin's fault. */
  errors: number;
}
export const PluginCost = table<PluginCostRow>(
  'plugin_cost',
  {
    workspaceId: primary(big()),
    journeyId: primary(big()),
    nodeId: primary(text(64)),
    plugin: primary(text(129)),
    day: primary(big()),
    items: big(),
    batches: big(),
    cpuUs: big(),
    calls: big(),
    errors: big(),
  },
  { ix_plugin_cost_plugin: ['workspaceId', 'plugin', 'day'], ix_plugin_cost_day: ['day'] },
);

/** A trigger set up in a workspace: a plugin that is asked for events every so often, or receives them at an address. */
export interface PluginSourceRow {
  id: number;
  workspaceId: number;
  name: string;
  plugin: string;
  nodeType: string;
  /** JSON. */
  config: string;
  state: 'active' | 'paused';
  /** Null: never asked, only receives. */
  everySeconds: number | null;
  nextAt: number;
  holder: string | null;
  leaseUntil: number | null;
  /** JSON: how far the plugin says it has come. */
  reached: string | null;
  /** SHA-256 of the address's secret part, hex. */
  tokenHash: string;
  /** Events stored so far. */
  events: number;
  lastOkAt: number | null;
  lastError: string | null;
  lastErrorAt: number | null;
  /** Failures since the last success. */
  failures: number;
  createdAt: number;
  createdBy: number | null;
  revision: number;
}
export const PluginSource = table<PluginSourceRow>(
  'plugin_source',
  {
    id: primary(big()),
    workspaceId: big(),
    name: text(),
    plugin: text(129),
    nodeType: text(64),
    config: long(),
    state: text(16),
    everySeconds: nullable(big()),
    nextAt: big(),
    holder: nullable(text(64)),
    leaseUntil: nullable(big()),
    reached: nullable(long()),
    tokenHash: text(64),
    events: big(),
    lastOkAt: nullable(big()),
    lastError: nullable(text(1_000)),
    lastErrorAt: nullable(big()),
    failures: big(),
    createdAt: big(),
    createdBy: nullable(big()),
    revision: big(),
  },
  {
    ux_plugin_source_token: ['tokenHash'],
    ix_plugin_source_workspace: ['workspaceId', 'plugin'],
    ix_plugin_source_due: ['state', 'nextAt'],
  },
);

/** A batch that went wrong, with all that a replay needs. */
export interface PluginRecordingRow {
  id: number;
  workspaceId: number;
  plugin: string;
  version: string;
  hash: string;
  nodeType: string;
  journeyId: number;
  nodeId: string;
  at: number;
  items: number;
  reason: string;
  /** `,12,13,`: whose data is inside. */
  contacts: string;
  /** JSON. */
  body: string;
}
export const PluginRecording = table<PluginRecordingRow>(
  'plugin_recording',
  {
    id: primary(big()),
    workspaceId: big(),
    plugin: text(129),
    version: text(64),
    hash: text(128),
    nodeType: text(64),
    journeyId: big(),
    nodeId: text(64),
    at: big(),
    items: big(),
    reason: text(1_000),
    contacts: long(),
    body: long(),
  },
  { ix_plugin_recording_plugin: ['workspaceId', 'plugin', 'at', 'id'], ix_plugin_recording_at: ['at'] },
);

/** What a call of a plugin wrote for a delivery: an attempt that is repeated finds it and does not write again. */
export interface PluginWriteRow {
  effectKey: string;
  /** Which of the delivery's writes: a digest of what is written to, and a number. */
  slot: string;
  workspaceId: number;
  plugin: string;
  /** Digest of the deliveries that the write was for, all together. */
  batch: string;
  /** This delivery's part of a number that was added for several. */
  share: string | null;
  /** JSON of what the plugin was answered. */
  reply: string | null;
  at: number;
}
export const PluginWrite = table<PluginWriteRow>(
  'plugin_write',
  {
    effectKey: primary(text()),
    slot: primary(text(64)),
    workspaceId: big(),
    plugin: text(129),
    batch: text(64),
    share: nullable(text(32)),
    reply: nullable(text(64)),
    at: big(),
  },
  { ix_plugin_write_at: ['at'], ix_plugin_write_plugin: ['workspaceId', 'plugin'] },
);
