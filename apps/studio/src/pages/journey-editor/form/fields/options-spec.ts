import type { Json, JsonObject } from '@sojourn/canvas';

/** `x-options` of a field: the name under which the plugin answers, and what of the config the answer depends on. */
export interface OptionsSpec {
  readonly name: string;
  /** Pointers into the config. */
  readonly dependsOn?: readonly string[];
}

/** The values an answer depends on, in order; `undefined` where one is not filled in yet. */
export function dependenciesOf({ dependsOn = [] }: OptionsSpec, config: JsonObject): readonly (Json | undefined)[] {
  return dependsOn.map((pointer) => {
    const value = at(config, pointer);
    return value === '' || value === null ? undefined : value;
  });
}

/** Nothing can be asked before everything it depends on is there. */
export function isWaiting(dependencies: readonly (Json | undefined)[]): boolean {
  return dependencies.includes(undefined);
}

function at(config: JsonObject, pointer: string): Json | undefined {
  let value: Json | undefined = config;
  for (const step of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as { readonly [key: string]: Json })[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}
