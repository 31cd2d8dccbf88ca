import { SCHEMA_VERSION, validate, type JourneyDocument, type JourneyNode, type NodeCatalogue } from '@sojourn/journey';
import type { Condition } from '@sojourn/rules';
import { UnexpectedError } from '@sojourn/kernel';

/** The event that half of the contacts send while they wait for it. */
export const AWAITED = 'Order Completed';
/** The event that lets contacts in, where they come by event. */
export const INVITING = 'Signed Up';

/** What one run does, whatever way it takes. */
export const PER_RUN = { wakes: 3, transitions: 7 } as const;

/**
 * The reference journey: entry, split, message, wait a day, split, wait for an event three days, message, exit. Both ways of each
 * split lead on, so every run makes seven transitions (the entry's included) and, with messages that nobody waits for, is woken
 * three times: on arrival, a day later, and by the event or after three days.
 */
export function referenceJourney(catalogue: NodeCatalogue, channel: 'none' | 'inbox'): JourneyDocument {
  const document: JourneyDocument = {
    schemaVersion: SCHEMA_VERSION,
    name: 'Reference journey',
    timeZone: 'UTC',
    entry: {
      position: { x: 0, y: 0 },
      rules: [
        { id: 'list', kind: 'api' },
        { id: 'signed-up', kind: 'event', event: INVITING },
      ],
      reentry: { mode: 'once' },
    },
    exits: [],
    nodes: [
      node('plan', 'segment', {
        branches: [
          { id: 'gold', label: 'Gold', condition: { op: 'attribute', path: 'plan', is: 'eq', value: 'gold' } },
        ],
      }),
      node('welcome', 'message', {
        channel,
        subject: 'Welcome, {{ contact.attributes.name }}',
        format: 'text',
        body: 'Hello {{ contact.attributes.name | default: "there" }}, good to see you in {{ contact.attributes.city }}.',
      }),
      node('day', 'wait', { mode: 'duration', duration: { amount: 1, unit: 'days' } }),
      node('tagged', 'segment', {
        branches: [{ id: 'vip', label: 'VIP', condition: { op: 'tag', tag: 'vip', is: 'present' } }],
      }),
      node('order', 'wait', {
        mode: 'event',
        branches: [{ id: 'ordered', label: 'Ordered', event: AWAITED }],
        timeout: { amount: 3, unit: 'days' },
      }),
      node('thanks', 'message', {
        channel,
        subject: 'Thank you',
        format: 'text',
        body: 'Dear {{ contact.attributes.name | default: "customer" }}, thank you for staying with us.',
      }),
      node('end', 'exit', { label: 'Done' }),
    ],
    edges: [
      edge('entry', 'entered', 'plan'),
      edge('plan', 'gold', 'welcome'),
      edge('plan', 'else', 'welcome'),
      edge('welcome', 'delivered', 'day'),
      edge('day', 'done', 'tagged'),
      edge('tagged', 'vip', 'order'),
      edge('tagged', 'else', 'order'),
      edge('order', 'ordered', 'thanks'),
      edge('order', 'timeout', 'thanks'),
      edge('thanks', 'delivered', 'end'),
    ],
  };
  return sound(document, catalogue);
}

/** A journey of one wait of a day, for timers: every run is one wake. */
export function timerJourney(catalogue: NodeCatalogue): JourneyDocument {
  return sound(
    {
      schemaVersion: SCHEMA_VERSION,
      name: 'One timer',
      timeZone: 'UTC',
      entry: { position: { x: 0, y: 0 }, rules: [{ id: 'list', kind: 'api' }], reentry: { mode: 'always' } },
      exits: [],
      nodes: [
        node('day', 'wait', { mode: 'duration', duration: { amount: 1, unit: 'days' } }),
        node('end', 'exit', { label: 'Done' }),
      ],
      edges: [edge('entry', 'entered', 'day'), edge('day', 'done', 'end')],
    },
    catalogue,
  );
}

/** A journey that one kind of event lets contacts into, when it is about much, to wait a day; buying ends it. */
export function listeningJourney(catalogue: NodeCatalogue, name: string, event: string): JourneyDocument {
  return sound(
    {
      schemaVersion: SCHEMA_VERSION,
      name,
      timeZone: 'UTC',
      entry: {
        position: { x: 0, y: 0 },
        rules: [{ id: 'e', kind: 'event', event, filter: MUCH }],
        reentry: { mode: 'once' },
      },
      exits: [{ id: 'bought', name: 'Bought', goal: true, when: { kind: 'event', event: `${name} bought` } }],
      nodes: [
        node('day', 'wait', { mode: 'duration', duration: { amount: 1, unit: 'days' } }),
        node('end', 'exit', { label: 'Done' }),
      ],
      edges: [edge('entry', 'entered', 'day'), edge('day', 'done', 'end')],
    },
    catalogue,
  );
}

/** Of the amounts that the benchmarks send, about one in eight. */
const MUCH: Condition = { op: 'payload', path: 'amount', is: 'gte', value: 176 };

function node(id: string, type: string, config: JourneyNode['config']): JourneyNode {
  return { id, type, config, position: { x: 0, y: 0 } };
}

function edge(from: string, outcome: string, to: string): JourneyDocument['edges'][number] {
  return { id: `${from}-${outcome}`, from: { node: from, outcome }, to };
}

/** The journeys are measured as a person would have published them, or not at all. */
function sound(document: JourneyDocument, catalogue: NodeCatalogue): JourneyDocument {
  const errors = validate(document, catalogue).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return document;
  const list = errors.map(({ pointer, message }) => `${pointer}: ${message.en}`).join('; ');
  throw new UnexpectedError(`The benchmark's journey is not sound: ${list}`, { code: 'bench.unsound-journey' });
}
