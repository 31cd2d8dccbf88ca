import type { Visit } from '@sojourn/plugin-sdk/engine';

/** Data as the SDK hands it over. */
export type JsonObject = Visit['variables'];
export type Json = JsonObject[string];
