import type { Json, JsonObject } from '@sojourn/kernel';
import type { Plan, PlanNode, PluginPin } from '@sojourn/journey';
import { stickyOf, type Item, type Wake } from '@sojourn/plugin-sdk/engine';
import { evaluate, type EventFact } from '@sojourn/rules';
import { factsAt } from './facts.js';
import type { ClaimedRun, ContactFacts, KeyedEffect, NextState, PendingWake, TraceStep } from './ports.js';

/** One run under way within one wake: what it has done so far, in memory alone. */
export interface Walk {
  readonly run: ClaimedRun;
  readonly plan: Plan;
  /** The wake's moment. */
  readonly at: number;
  readonly entryEvent: EventFact | undefined;
  known: ContactFacts;
  node: PlanNode;
  visits: { readonly [nodeId: string]: number };
  arrivedAt: number;
  wake: Wake;
  memory: Json | undefined;
  variables: JsonObject;
  readonly effects: KeyedEffect[];
  readonly trace: TraceStep[];
  /** Nodes left within this wake. */
  moves: number;
  /** What was asked of the host since the run came to its node, within this wake. */
  asks?: number;
  /** Which attempt this is, where the wake itself does not say: that of the call whose receipt it is. */
  attempt?: number | undefined;
  /** Up to which event the node had heard when it was called, where this wake is the receipt of that call. */
  heard?: number | undefined;
  /** Set when the wake is over. */
  next?: NextState;
  /** Set instead when the run cannot go on: it is quarantined and this wake writes nothing. */
  failure?: string;
  /** With a failure: the plugin for want of which the run is parked. */
  waitsFor?: PluginPin;
  /** With a failure: how the run is woken when it is tried again, where the wake that failed would only fail again. */
  again?: { readonly pending: PendingWake; readonly memory: Json | undefined };
}

export function visitNumber(walk: Walk): number {
  return walk.visits[walk.node.id] ?? 1;
}

/** What the node sees of the walk; its place in the batch is its key. */
export function itemOf(walk: Walk, key: number): Item {
  const { run, at, known, entryEvent } = walk;
  const atHand = walk.wake.kind === 'event' ? walk.wake.event : entryEvent;
  return {
    key,
    runId: run.id,
    visit: visitNumber(walk),
    at,
    arrivedAt: walk.arrivedAt,
    timeZone: known.timeZone ?? walk.plan.timeZone,
    contact: known.contact,
    entryEvent,
    variables: walk.variables,
    wake: walk.wake,
    memory: walk.memory,
    history: (type) => known.history.get(type) ?? [],
    meets: (condition, event) => evaluate(condition, factsAt(known, at, event ?? atHand)),
    sticky: (salt) => stickyOf(run.contactId, salt),
  };
}

/** Keeps effects in order; a change of the contact is seen by the nodes that follow within the same wake. */
export function addEffects(walk: Walk, effects: readonly KeyedEffect['effect'][] = []): void {
  for (const effect of effects) {
    walk.effects.push({ nodeId: walk.node.id, visit: visitNumber(walk), effect });
    if (effect.kind === 'contact') walk.known = { ...walk.known, contact: changed(walk.known.contact, effect) };
  }
}

function changed(
  contact: ContactFacts['contact'],
  patch: Extract<KeyedEffect['effect'], { kind: 'contact' }>,
): ContactFacts['contact'] {
  const attributes: Record<string, Json> = { ...contact.attributes, ...patch.set };
  for (const name of patch.unset ?? []) delete attributes[name];
  const tags = new Set([...contact.tags, ...(patch.addTags ?? [])]);
  for (const tag of patch.removeTags ?? []) tags.delete(tag);
  return { ...contact, attributes, tags: [...tags] };
}
