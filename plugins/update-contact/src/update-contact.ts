import { type Decision, defineNode, type Item, type Json, propertyAt, to, type Why } from '@sojourn/plugin-sdk/engine';

export interface UpdateContactConfig {
  readonly set?: readonly Assignment[];
  readonly unset?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** What an attribute becomes. */
export type Assignment = { readonly attribute: string } & (
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** The moment of the wake, as an ISO instant. */
  | { readonly type: 'now' }
  /** A property of the event that let the run in. */
  | { readonly type: 'event'; readonly property: string }
);

/** Writes attributes and tags. Where an order matters, the later wins: set before unset, adding before removing. */
export const updateContact = defineNode<UpdateContactConfig>({
  execute: (_, { config, items }) => items.map((item) => updated(config, item)),
});

function updated({ set = [], unset = [], addTags = [], removeTags = [] }: UpdateContactConfig, item: Item): Decision {
  const values = new Map<string, Json>();
  const missing: string[] = [];
  for (const assignment of set) {
    const value = valueOf(assignment, item);
    if (value === undefined) missing.push(assignment.type === 'event' ? assignment.property : assignment.attribute);
    else values.set(assignment.attribute, value);
  }
  for (const attribute of unset) values.delete(attribute);
  const added = addTags.filter((tag) => !removeTags.includes(tag));

  const changes = values.size + unset.length + added.length + removeTags.length;
  const why: Why =
    missing.length === 0
      ? { code: 'updated', params: { changes } }
      : { code: 'partly', params: { changes, missing: missing.join(', ') } };
  if (changes === 0) return to(item, 'done', { why });
  const patch = {
    ...(values.size > 0 && { set: Object.fromEntries(values) }),
    ...(unset.length > 0 && { unset }),
    ...(added.length > 0 && { addTags: added }),
    ...(removeTags.length > 0 && { removeTags }),
  };
  return to(item, 'done', { patch, why });
}

function valueOf(assignment: Assignment, { at, entryEvent }: Item): Json | undefined {
  switch (assignment.type) {
    case 'now':
      return new Date(at).toISOString();
    case 'event':
      return entryEvent && propertyAt(entryEvent.properties, assignment.property);
    default:
      return assignment.value;
  }
}
