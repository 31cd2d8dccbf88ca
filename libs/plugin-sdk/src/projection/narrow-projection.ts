import { commonFields, fieldsIn, includesField } from '../capabilities/fields.js';
import type { Capability } from '../capability.js';
import type { Names } from './names.js';
import type { Projection } from './projection.js';

/** A projection cut down to what a grant (or a manifest's own capabilities) lets be read. */
export function narrowProjection(projection: Projection, capabilities: readonly Capability[]): Projection {
  const granted = fieldsIn(capabilities, 'contacts.read');
  const allows = (field: string): boolean => granted.some((one) => includesField(one, field));
  return {
    identities: new Set([...projection.identities].filter(allows)),
    attributes: narrowNames('attributes.', projection.attributes, granted),
    tags: projection.tags && allows('tags'),
    variables: narrowNames('variables.', projection.variables, granted),
    event: projection.event && allows('event'),
    events: new Map([...projection.events].filter(([type]) => allows(`events.${type}`))),
    heard: new Set([...projection.heard].filter((type) => allows(`events.${type}`))),
  };
}

function narrowNames(prefix: string, names: Names, granted: readonly string[]): Names {
  const asked = names === 'all' ? [`${prefix}*`] : [...names].map((name) => `${prefix}${name}`);
  const both = commonFields(asked, granted);
  return both.includes(`${prefix}*`) ? 'all' : new Set(both.map((field) => field.slice(prefix.length)));
}
