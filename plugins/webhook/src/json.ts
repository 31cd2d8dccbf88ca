import type { Item } from '@sojourn/plugin-sdk/engine';

/** Data as the SDK hands it over. */
export type JsonObject = Item['variables'];
export type Json = JsonObject[string];
