export type Param = string | number;

/** A piece of SQL with the parameters of its `?` marks, in order. */
export interface Fragment {
  readonly sql: string;
  readonly params: readonly Param[];
}

/** SQL of our own making, never a user's words. */
export function raw(text: string): Fragment {
  return { sql: text, params: [] };
}

/**
 * A fragment from a template: fragments are set in, everything else becomes a parameter.
 *
 * @example sql`${column} = ${value}`
 */
export function sql(strings: TemplateStringsArray, ...values: readonly (Fragment | Param)[]): Fragment {
  let text = strings[0] ?? '';
  const params: Param[] = [];
  values.forEach((value, i) => {
    if (typeof value === 'object') {
      text += value.sql;
      params.push(...value.params);
    } else {
      text += '?';
      params.push(value);
    }
    text += strings[i + 1] ?? '';
  });
  return { sql: text, params };
}

/** The fragments with `separator` between them; `empty` when there are none. */
export function joined(fragments: readonly Fragment[], separator: string, empty: string): Fragment {
  if (fragments.length === 0) return raw(empty);
  return {
    sql: fragments.map((fragment) => fragment.sql).join(separator),
    params: fragments.flatMap((fragment) => fragment.params),
  };
}
