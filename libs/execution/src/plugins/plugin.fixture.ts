import type { Plan, PlanNode, PluginPin } from '@sojourn/journey';
import type { Json } from '@sojourn/kernel';
import type { NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';
import type { VisitContact } from '@sojourn/plugin-sdk/engine';
import { emptyReads } from '@sojourn/rules';
import type { ClaimedRun, PendingWake } from '../ports.js';
import type { Walk } from '../walk.js';

export const PIN: PluginPin = { plugin: 'acme.weather', version: '1.2.0', hash: 'a'.repeat(64) };

const text = (en: string) => ({ en, 'zh-CN': en });

/** A forecast: `dry`, `wet` or `failed`; reads the city, writes `weather`. */
export function manifest(over: Partial<NodeSpec> = {}): PluginManifest {
  return {
    id: 'acme.weather',
    version: '1.2.0',
    sdk: '^1.0.0',
    product: '>=0.1.0',
    title: text('Weather'),
    description: text('Weather'),
    locales: ['en', 'zh-CN'],
    capabilities: [
      { kind: 'http', hosts: ['api.acme.example'], methods: ['GET'], paths: ['/*'], reason: text('Asks') },
      { kind: 'events.emit', names: ['Rained'], reason: text('Tells') },
    ],
    nodes: [
      {
        type: 'forecast',
        typeVersion: 1,
        kind: 'split',
        category: 'data',
        title: text('Forecast'),
        description: text('Forecast'),
        icon: 'CloudOutlined',
        inputs: 1,
        waits: true,
        summary: text('Forecast'),
        config: { type: 'object' },
        defaults: {},
        outcomes: [
          { id: 'dry', label: text('Dry') },
          { id: 'wet', label: text('Wet') },
          { id: 'failed', label: text('Failed'), role: 'failure' },
        ],
        data: { reads: ['attributes.city'], writes: ['attributes.weather', 'tags.*'] },
        effects: { kind: 'none', idempotency: 'pure', dryRun: 'run' },
        reasons: { forecast: text('It is {sky}') },
        uses: ['events.emit'],
        ...over,
      },
    ],
  };
}

interface Standing {
  readonly contactId?: number;
  readonly contact?: Partial<VisitContact>;
  readonly pin?: PluginPin;
  readonly whenUnavailable?: 'park' | 'failure' | undefined;
  readonly pending?: PendingWake;
  readonly memory?: Json;
}

/** A run that stands on node `f` of a type, behind which everything leads to a stop `x`. */
export function walkAt(
  type: string,
  { contactId = 1, contact, pin = PIN, whenUnavailable, pending = { kind: 'arrived' }, memory }: Standing = {},
): Walk {
  const next = new Map(['dry', 'wet', 'failed'].map((outcome) => [outcome, 'x']));
  const bare = { config: {}, reads: emptyReads };
  const node: PlanNode = {
    ...bare,
    id: 'f',
    type,
    next,
    ...(type.includes('/') && { pin }),
    ...(whenUnavailable && { whenUnavailable }),
  };
  const stop: PlanNode = { ...bare, id: 'x', type: 'stop', next: new Map() };
  const nodes = new Map([node, stop].map((one) => [one.id, one]));
  const plan = { timeZone: 'UTC', entries: [], reentry: { mode: 'always' }, exits: [], start: 'f', nodes, entryReads: emptyReads, stepReads: emptyReads, reads: emptyReads } satisfies Plan; // prettier-ignore
  const run = { id: contactId, contactId, workspaceId: 1, journeyId: 1, versionId: 1, fence: 1, pending, memory } as unknown as ClaimedRun; // prettier-ignore
  const event = { id: 7, type: 'Rained', occurredAt: 900, properties: {} };
  const known = { id: contactId, attributes: {}, tags: [], ...contact };
  return {
    ...{ run, plan, node, at: 1_000, entryEvent: undefined, visits: { f: 1 }, arrivedAt: 1_000, memory, variables: {} },
    known: { contact: known, timeZone: null, lastEventId: 0, history: new Map() },
    wake: pending.kind === 'event' ? { kind: 'event', subscription: pending.subscription, event } : pending,
    ...{ effects: [], trace: [], moves: 0 },
  };
}
