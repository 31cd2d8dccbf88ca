/** Fields of a contact beside its attributes that a script may name. */
export const IDENTITIES = ['externalId', 'email', 'phone', 'language'] as const;

const IDENTITY: ReadonlySet<string> = new Set(IDENTITIES);

/**
 * The fields a script reads, as far as its text shows it beyond doubt: each mention of `contact` names a field, each
 * mention of `context` names what it takes. `undefined` when it hands them on whole (`log(contact)`, `{ ...contact }`,
 * `contact[name]`): then only everything is safe to say.
 *
 *     readsOfSource('return { outcome: contact.attributes.spend > 5 ? "a" : "b" }') // ['attributes.spend']
 */
export function readsOfSource(source: string): readonly string[] | undefined {
  const bare = withoutWords(source);
  const reads = new Set<string>();
  for (const [, name, rest] of mentions(bare)) {
    const field = name === 'contact' ? contactField(rest) : contextField(rest);
    if (field === undefined) return undefined;
    if (field !== '') reads.add(field);
  }
  return [...reads].sort();
}

/** Each mention of the two names with the dotted path behind it; a property of the same name is none. */
function mentions(source: string): (readonly [whole: string, name: string, path: readonly string[]])[] {
  const found = source.matchAll(
    /(?<![\w$.]|\?\.)(contact|context)\b((?:\s*\??\.\s*[A-Za-z_$][\w$]*)*)(\s*(?:\?\.)?\s*\[)?/g,
  );
  return [...found].map(([whole, name = '', path = '', indexed]) => {
    const steps = path.split('.').map((step) => step.replace('?', '').trim()).slice(1); // prettier-ignore
    // `contact.attributes[name]` names no field; `contact.tags[0]` does.
    return [whole, name, indexed ? [...steps, '[]'] : steps];
  });
}

function contactField([first, second]: readonly string[]): string | undefined {
  if (first === 'id') return '';
  if (first === 'tags') return 'tags';
  if (first !== undefined && IDENTITY.has(first)) return first;
  return first === 'attributes' && second !== undefined && second !== '[]' ? `attributes.${second}` : undefined;
}

function contextField([first, second]: readonly string[]): string | undefined {
  if (first === 'at' || first === 'visit') return '';
  if (first === 'event') return 'event';
  if (first === 'variables') return second !== undefined && second !== '[]' ? `variables.${second}` : 'variables.*';
  // `context.contact` would go around the list.
  return undefined;
}

/**
 * The source without lines that are comments, other comments and plain texts. Without a parser a quote in a regular
 * expression looks like the begin of a text: a piece with one of the two names in it is kept, so that nothing that is read
 * is overlooked.
 */
function withoutWords(source: string): string {
  return source
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, (found) =>
      /\b(contact|context)\b/.test(found) ? found : ' ',
    );
}
