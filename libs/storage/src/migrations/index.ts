import { Tenancy1764000000001 } from './0001-tenancy.js';
import { Contacts1764000000002 } from './0002-contacts.js';
import { Journeys1764000000003 } from './0003-journeys.js';
import { Runs1764000000004 } from './0004-runs.js';
import { Incentives1764000000005 } from './0005-incentives.js';
import { Shards1764000000006 } from './0006-shards.js';
import { Outbox1764000000007 } from './0007-outbox.js';
import { Housekeeping1764000000008 } from './0008-housekeeping.js';
import { TraceDays1764000000009 } from './0009-trace-days.js';
import { Audit1764000000010 } from './0010-audit.js';
import { Parked1764000000011 } from './0011-parked.js';
import { FewerIndexes1764000000012 } from './0012-fewer-indexes.js';
import { Plugins1764000000013 } from './0013-plugins.js';
import { PluginHost1764000000014 } from './0014-plugin-host.js';
import { WaitingForPlugins1764000000015 } from './0015-waiting-for-plugins.js';
import { PluginRefusals1764000000016 } from './0016-plugin-refusals.js';
import { PluginWrites1764000000017 } from './0017-plugin-writes.js';

/** In the order they were written; a published one never changes. */
export const MIGRATIONS = [
  Tenancy1764000000001,
  Contacts1764000000002,
  Journeys1764000000003,
  Runs1764000000004,
  Incentives1764000000005,
  Shards1764000000006,
  Outbox1764000000007,
  Housekeeping1764000000008,
  TraceDays1764000000009,
  Audit1764000000010,
  Parked1764000000011,
  FewerIndexes1764000000012,
  Plugins1764000000013,
  PluginHost1764000000014,
  WaitingForPlugins1764000000015,
  PluginRefusals1764000000016,
  PluginWrites1764000000017,
];
