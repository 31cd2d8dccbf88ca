import type { PluginContext } from '../context.js';
import type { Item } from '../item.js';
import type { NodeProgram, PluginProgram } from '../node.js';

/** What a node's code looked at, in the words of `data.reads`. */
export interface LookedAt {
  /** `email`, `attributes.city`, `events.Order`; a path as deep as the code went. */
  readonly reads: readonly string[];
  /** Looked at as a whole, so that single fields cannot be told: `attributes`, `variables`, or `item` for everything. */
  readonly whole: readonly ('item' | 'attributes' | 'variables')[];
  /** Keys asked of `ctx.t`. */
  readonly texts: readonly string[];
  /** Whether `ctx.t` was asked to speak an item's language. */
  readonly speaks: boolean;
}

export interface Watched {
  readonly program: PluginProgram;
  /** By node type. */
  lookedAt(): { readonly [type: string]: LookedAt };
}

/**
 * The same nodes, and what their code looks at on the way: for `plugin test`, which holds it against the manifest. Behaves as the
 * plugin does; only identity of objects differs.
 */
export function watched({ nodes }: PluginProgram): Watched {
  const notes = new Map(Object.keys(nodes).map((type) => [type, newNotes()]));
  const entries = Object.entries(nodes).map(([type, node]) => [type, watchedNode(node as unknown as NodeProgram, notes.get(type)!)] as const); // prettier-ignore
  return {
    // Each node goes on knowing its own config.
    program: { nodes: Object.fromEntries(entries) as unknown as PluginProgram['nodes'] },
    lookedAt: () =>
      Object.fromEntries([...notes].map(([type, { reads, whole, texts, speaks }]) => [type, { reads: [...reads], whole: [...whole], texts: [...texts], speaks }])), // prettier-ignore
  };
}

interface Notes {
  readonly reads: Set<string>;
  readonly whole: Set<'item' | 'attributes' | 'variables'>;
  readonly texts: Set<string>;
  speaks: boolean;
  /** What stands behind an item that the code was handed. */
  readonly behind: Map<object, Item>;
}

const newNotes = (): Notes => ({
  reads: new Set(),
  whole: new Set(),
  texts: new Set(),
  speaks: false,
  behind: new Map(),
});

function watchedNode(node: NodeProgram, notes: Notes): NodeProgram {
  const { options, validate, preview, estimate, poll, receive } = node;
  const seen = (ctx: PluginContext): PluginContext => watchedContext(ctx, notes);
  return {
    ...node,
    execute: (ctx, batch) =>
      node.execute(seen(ctx), { ...batch, items: batch.items.map((one) => watchedItem(one, notes)) }),
    ...(options && { options: (ctx, ask) => options(seen(ctx), ask) }),
    ...(validate && { validate: (ctx, config) => validate(seen(ctx), config) }),
    ...(preview && { preview: (ctx, config, item) => preview(seen(ctx), config, watchedItem(item, notes)) }),
    ...(estimate && { estimate: (ctx, config, ask) => estimate(seen(ctx), config, ask) }),
    ...(poll && { poll: (ctx, ask) => poll(seen(ctx), ask) }),
    ...(receive && { receive: (ctx, ask) => receive(seen(ctx), ask) }),
  };
}

/** `ctx.t` looks at the contact's language by itself: that is no reading of the node's. */
function watchedContext(ctx: PluginContext, notes: Notes): PluginContext {
  const t: PluginContext['t'] = (key, params, language) => {
    notes.texts.add(key);
    if (typeof language !== 'object') return ctx.t(key, params, language);
    notes.speaks = true;
    return ctx.t(key, params, notes.behind.get(language) ?? language);
  };
  return { ...ctx, t };
}

const IDENTITIES = new Set(['email', 'phone', 'externalId', 'language', 'tags']);
/** Asked by the language itself, of anything. */
const NO_FIELD = /^(toJSON|then|constructor|toString|valueOf|hasOwnProperty)$/;

function watchedItem(item: Item, notes: Notes): Item {
  const { reads, whole, behind } = notes;
  const note = (field: string): void => void (whole.has('item') || reads.add(field));
  const entirely = (part: 'item' | 'attributes' | 'variables') => (): void => void whole.add(part);
  const contact = watchedObject(item.contact, {
    read: (name) => void (IDENTITIES.has(name) && note(name)),
    whole: entirely('item'),
    instead: { attributes: watchedPaths(item.contact.attributes, 'attributes', note, entirely('attributes')) },
  });
  const seen = watchedObject(item, {
    read: (name) => {
      if (name === 'timeZone') note('timeZone');
      if (name === 'entryEvent') note('event');
    },
    whole: entirely('item'),
    instead: {
      contact,
      variables: watchedPaths(item.variables, 'variables', note, entirely('variables')),
      history: (type: string) => {
        note(`events.${type}`);
        return item.history(type);
      },
      // Which fields a condition looks at stands in the config.
      meets: (...asked: Parameters<Item['meets']>) => {
        whole.add('item');
        return item.meets(...asked);
      },
    },
  });
  behind.set(seen, item);
  return seen;
}

interface Watch {
  read(name: string): void;
  /** Its fields were counted, copied or written out. */
  whole(): void;
  readonly instead: { readonly [name: string]: unknown };
}

function watchedObject<Value extends object>(value: Value, { read, whole, instead }: Watch): Value {
  const told = (name: string | symbol): void => {
    if (typeof name === 'string' && !NO_FIELD.test(name)) read(name);
  };
  return new Proxy(value, {
    get(target, name) {
      told(name);
      if (typeof name === 'string' && Object.hasOwn(instead, name)) return instead[name];
      return Reflect.get(target, name) as unknown;
    },
    has(target, name) {
      told(name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor(target, name) {
      told(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    ownKeys(target) {
      whole();
      return Reflect.ownKeys(target);
    },
  });
}

/** Names below `room` as they are looked at, each with the path that leads to it. */
function watchedPaths<Value extends object>(
  value: Value,
  room: string,
  note: (field: string) => void,
  whole: () => void,
): Value {
  // prettier-ignore
  let isWhole = false;
  const below = (part: object, path: string): object =>
    new Proxy(part, {
      get(target, name) {
        const found = Reflect.get(target, name) as unknown;
        if (typeof name !== 'string' || NO_FIELD.test(name)) return found;
        if (!isWhole) note(`${path}.${name}`);
        return typeof found === 'object' && found !== null && !Array.isArray(found) ? below(found, `${path}.${name}`) : found; // prettier-ignore
      },
      has(target, name) {
        if (typeof name === 'string' && !isWhole) note(`${path}.${name}`);
        return Reflect.has(target, name);
      },
      getOwnPropertyDescriptor(target, name) {
        if (typeof name === 'string' && !isWhole) note(`${path}.${name}`);
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
      ownKeys(target) {
        // Below a named attribute, everything is that attribute.
        if (path === room) {
          isWhole = true;
          whole();
        }
        return Reflect.ownKeys(target);
      },
    });
  return below(value, room) as Value;
}
