import type { JourneyNode, Outcome } from '@sojourn/journey';

/** Derived from the rooms this one may import, so that it need not reach below them. */
export type LocalText = Outcome['label'];
export type Language = keyof LocalText;
export type JsonObject = JourneyNode['config'];
export type Json = JsonObject[string];
