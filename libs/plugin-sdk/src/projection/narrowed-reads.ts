import { valuesAt } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';
import type { ReadsSpec } from '../manifest.js';

type Some = readonly string[] | 'all' | undefined;

/** What a node reads with a config that names fewer fields than the manifest does; without such a list, what the manifest says. */
export function narrowedReads(reads: ReadsSpec, config: JsonObject): ReadsSpec {
  if (reads.narrowedAt === undefined) return reads;
  const list = valuesAt(config, reads.narrowedAt)[0]?.value;
  if (!Array.isArray(list)) return reads;
  const fields = new Set(list.filter((field): field is string => typeof field === 'string'));
  const { identities = [], attributes, tags = false, variables, event = false } = reads;
  return {
    ...reads,
    identities: identities.filter((name) => fields.has(name)),
    attributes: both(attributes, fields, 'attributes.'),
    tags: tags && fields.has('tags'),
    variables: both(variables, fields, 'variables.'),
    event: event && fields.has('event'),
  };
}

/** The names that are both declared and listed. */
function both(declared: Some, fields: ReadonlySet<string>, prefix: string): Some {
  if (declared === undefined || fields.has(`${prefix}*`)) return declared;
  const listed = [...fields].filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  return declared === 'all' ? listed : listed.filter((name) => declared.includes(name));
}
