import type { JsonObject } from '@sojourn/kernel';

/** A run that waits for its moment and for no event: it has no subscriptions to take away, and nothing to read here. */
export const TIMER_ALONE = '{"kind":"timer","listens":false}';
/** A run that has just come in. */
export const ARRIVED = '{"kind":"arrived"}';
/** What most runs remember. */
export const NO_VARIABLES: JsonObject = Object.freeze({});
