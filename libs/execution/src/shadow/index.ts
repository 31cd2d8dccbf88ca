/**
 * `@sojourn/execution/shadow`: the engine's database as a shadow in memory, for rehearsals of journeys and for the
 * deterministic simulation of the engine itself. The same engine runs over it unchanged.
 */
export { Shadow, type ShadowOptions } from './shadow.js';
export { redeliverWhereDeduped, type Redelivery } from './outbox.js';
export type { NewContact, NewShadowEvent } from './happen.js';
export type { ContactChange, ContactPatch } from './patch.js';
export * from './rows.js';
export { ShadowShards } from './shards.js';
export { ShadowTables } from './tables.js';
