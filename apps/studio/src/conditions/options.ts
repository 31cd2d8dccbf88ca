import { createContext, useContext } from 'react';

/** The lists a builder offers; what is not in them may still be typed. */
export interface ConditionOptions {
  readonly attributes: readonly { readonly path: string; readonly sample?: unknown }[];
  readonly tags: readonly string[];
  readonly events: readonly { readonly type: string; readonly properties: readonly string[] }[];
}

export interface BuilderSettings {
  readonly options: ConditionOptions;
  readonly payload: { readonly event?: string | undefined } | undefined;
  readonly disabled: boolean;
}

export const BuilderContext = createContext<BuilderSettings>({
  options: { attributes: [], tags: [], events: [] },
  payload: undefined,
  disabled: false,
});

export function useBuilder(): BuilderSettings {
  return useContext(BuilderContext);
}

/** Properties seen in events of this type, or in any when it is not known. */
export function propertiesOf(options: ConditionOptions, event: string | undefined): readonly string[] {
  const known = options.events.find(({ type }) => type === event);
  return known ? known.properties : [...new Set(options.events.flatMap(({ properties }) => properties))].sort();
}
