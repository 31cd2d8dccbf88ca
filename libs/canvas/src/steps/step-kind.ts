import type { Outcome, PluginPin, PluginState } from '@sojourn/journey';
import type { JsonObject, Language, LocalText } from '../words.js';

/** What the canvas needs to know of a node type to draw it, list it and drop it. */
export interface StepKind {
  readonly type: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly category: StepCategory;
  /** Name of the icon; the canvas hands it to the `icon` it was given. */
  readonly icon: string;
  /** Config of a freshly dropped step; sample texts in the user's language. */
  defaults(language: Language): JsonObject;
  /** The ways out for a config, in the order they are drawn. */
  outcomes(config: JsonObject): readonly Outcome[];
  /** The line on the card. */
  summary(config: JsonObject, language: Language): string;
  /** The exact bytes it comes from; absent for what ships with the product. */
  readonly pin?: PluginPin;
  /** The plugin cannot run now: its steps are drawn from what its manifest said, and no new ones are offered. */
  readonly unavailable?: Unavailable;
  /** Brings events from outside instead of standing in a journey: it is never put on a canvas. */
  readonly isSource?: boolean;
}

export interface Unavailable {
  readonly state: Exclude<PluginState, 'ok'>;
  /** What is the matter, and what a person does about it. */
  readonly remedy?: LocalText;
}

export type StepCategory = 'flow' | 'audience' | 'message' | 'incentive' | 'data' | 'developer';

/** The palette's order. */
export const STEP_CATEGORIES: readonly StepCategory[] = [
  'flow',
  'audience',
  'message',
  'incentive',
  'data',
  'developer',
];

export type StepKinds = ReadonlyMap<string, StepKind>;

export function stepKinds(list: readonly StepKind[]): StepKinds {
  return new Map(list.map((kind) => [kind.type, kind]));
}

/** Whose it is: `acme` of `acme.weather`; undefined for what ships. */
export function publisherOf({ pin }: Pick<StepKind, 'pin'>): string | undefined {
  return pin?.plugin.split('.')[0];
}

/** Whether a new step of this kind can be put on a canvas. */
export function isOffered({ unavailable, isSource }: StepKind): boolean {
  return unavailable === undefined && isSource !== true;
}

/** Kinds on offer whose title, description or type contain every word of the search, in either language. */
export function searchKinds(kinds: StepKinds, search: string): StepKind[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const order = (kind: StepKind) => STEP_CATEGORIES.indexOf(kind.category);
  return [...kinds.values()]
    .filter(isOffered)
    .filter((kind) => {
      const text = [kind.type, ...Object.values(kind.title), ...Object.values(kind.description)]
        .join(' ')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => order(a) - order(b));
}
