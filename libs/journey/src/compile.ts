import { UserError, type Issue } from '@sojourn/kernel';
import { mergeReads, type Condition, readsOf, type Reads } from '@sojourn/rules';
import type { NodeCatalogue } from './catalogue.js';
import { UNAVAILABLE } from './check-nodes.js';
import { ENTERED, ENTRY_NODE, type EntryRule, type ExitRule, type JourneyDocument } from './document.js';
import { outgoing } from './outgoing.js';
import type { Plan, PlanNode } from './plan.js';
import { pluginOfType } from './plugin-pin.js';
import { isPublishable, validate } from './validate.js';

/** The zone of contacts and journeys that name none. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

export interface CompileOptions {
  /** Nodes of types that nobody here knows become ghosts, and everything else compiles: for engines, whose people go on. */
  readonly ghosts?: boolean;
}

/**
 * The plan of a document that has no errors.
 * @throws UserError `journey.invalid` (422) with `details.issues` when it has.
 */
export function compile(
  document: JourneyDocument,
  catalogue: NodeCatalogue,
  { ghosts = false }: CompileOptions = {},
): Plan {
  const found = validate(document, catalogue);
  const issues = ghosts ? found.filter((issue) => !isOfPlugin(issue, document)) : found;
  if (!isPublishable(issues)) {
    const errors = issues.filter(({ severity }) => severity === 'error');
    const first = errors[0]?.message.en ?? '';
    throw new UserError(
      `The journey "${nameOf(document)}" has ${errors.length} error(s) and cannot run. First: ${first}`,
      {
        code: 'journey.invalid',
        status: 422,
        details: { issues },
      },
    );
  }
  const nodes = new Map(document.nodes.map((node) => [node.id, planNode(document, node, catalogue)]));
  const entryReads = mergeReads(...document.entry.rules.map(entryRuleReads));
  const stepReads = mergeReads(...[...nodes.values()].map(({ reads }) => reads), ...document.exits.map(exitReads));
  return {
    timeZone: document.timeZone ?? DEFAULT_TIME_ZONE,
    entries: document.entry.rules,
    reentry: document.entry.reentry,
    exits: document.exits,
    // Validated: the entry is connected.
    start: outgoing(document, ENTRY_NODE).find(({ from }) => from.outcome === ENTERED)!.to,
    nodes,
    entryReads,
    stepReads,
    reads: mergeReads(entryReads, stepReads),
  };
}

/** What plugins did to a drawing that was sound when it was published: it stops nobody but who comes to their nodes. */
function isOfPlugin({ code, nodeId }: Issue, { nodes }: JourneyDocument): boolean {
  if (UNAVAILABLE.has(code)) return true;
  return nodeId !== undefined && nodes.some(({ id, type }) => id === nodeId && pluginOfType(type) !== undefined);
}

function planNode(
  document: JourneyDocument,
  node: JourneyDocument['nodes'][number],
  catalogue: NodeCatalogue,
): PlanNode {
  const next = new Map(outgoing(document, node.id).map(({ from, to }) => [from.outcome, to]));
  // Validated: an unknown type is a ghost.
  const type = catalogue.get(node.type);
  const pins = document.plugins ?? {};
  const pin = Object.hasOwn(pins, node.type) ? pins[node.type] : catalogue.pluginOf?.(node.type)?.pin;
  return {
    id: node.id,
    type: node.type,
    config: node.config,
    next,
    reads: type ? type.reads(node.config) : mergeReads(),
    ...(pin && { pin }),
    ...(!type && { ghost: true as const }),
    ...(node.whenUnavailable && { whenUnavailable: node.whenUnavailable }),
  };
}

function entryRuleReads(rule: EntryRule): Reads {
  switch (rule.kind) {
    case 'event':
      return mergeReads(optional(rule.filter), historyOf(rule));
    case 'segment':
      return readsOf(rule.condition);
    case 'schedule':
      return optional(rule.audience);
    case 'date':
      return mergeReads(optional(rule.filter), {
        attributes: new Set([rule.attribute]),
        tags: false,
        payload: false,
        events: new Map(),
      });
    case 'api':
      return optional(undefined);
  }
}

/** "First time only" has to see whether there was one before. */
function historyOf(rule: Extract<EntryRule, { kind: 'event' }>): Reads {
  const events = rule.occurrence === 'first' ? new Map([[rule.event, Infinity]]) : new Map<string, number>();
  return { attributes: new Set(), tags: false, payload: rule.keyBy !== undefined, events };
}

function exitReads({ when }: ExitRule): Reads {
  return when.kind === 'event' ? optional(when.filter) : readsOf(when.condition);
}

function optional(condition: Condition | undefined): Reads {
  return condition ? readsOf(condition) : mergeReads();
}

function nameOf(document: JourneyDocument): string {
  return typeof document?.name === 'string' ? document.name.slice(0, 120) : '';
}
