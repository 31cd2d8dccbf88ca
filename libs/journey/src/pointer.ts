import type { Json } from '@sojourn/kernel';

/** One more step of a JSON pointer (RFC 6901), escaped. */
export function child(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export interface Located {
  readonly pointer: string;
  readonly value: Json;
}

/**
 * Everything a pointer names; `*` stands for each item of a list: `/branches/*` and on.
 * What is not there is passed over. Only own properties are followed.
 */
export function valuesAt(root: Json | undefined, pointer: string): readonly Located[] {
  let found: Located[] = root === undefined ? [] : [{ pointer: '', value: root }];
  for (const step of stepsOf(pointer)) {
    found = found.flatMap((at) => follow(at, step));
  }
  return found;
}

/** The one value a pointer without `*` names, or undefined. */
export function valueAt(root: Json | undefined, pointer: string): Json | undefined {
  return valuesAt(root, pointer)[0]?.value;
}

/** The unescaped steps of a pointer. */
export function stepsOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function follow({ pointer, value }: Located, step: string): Located[] {
  if (Array.isArray(value)) {
    if (step === '*') return value.map((item: Json, index) => ({ pointer: child(pointer, index), value: item }));
    const item = /^(0|[1-9]\d*)$/.test(step) ? (value[Number(step)] as Json | undefined) : undefined;
    return item === undefined ? [] : [{ pointer: child(pointer, step), value: item }];
  }
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return [];
  const next = (value as { readonly [key: string]: Json | undefined })[step];
  return next === undefined ? [] : [{ pointer: child(pointer, step), value: next }];
}
