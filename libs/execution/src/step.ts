import { groupBy, messageOf } from '@sojourn/kernel';
import {
  type Answer,
  type Answers,
  answersOf,
  bareContext,
  type Decision,
  type NodeProgram,
} from '@sojourn/plugin-sdk/engine';
import { apply, end } from './decide.js';
import { conditionExits, endedBy } from './exits.js';
import { factsAt } from './facts.js';
import type { NodeCosts } from './node-costs.js';
import { MOST_ASKS, TOO_MANY_ASKS } from './plugins/endless.js';
import type { Patience } from './plugins/patience.js';
import type { PluginNodes } from './plugins/ports.js';
import { visitPlugin } from './plugins/visit-plugin.js';
import { itemOf, visitNumber, type Walk } from './walk.js';

export interface AskingWalk {
  readonly walk: Walk;
  readonly decision: Extract<Decision, { do: 'ask' }>;
}

export interface StepPorts {
  readonly programs: ReadonlyMap<string, NodeProgram<never>>;
  /** Nodes of installed plugins; absent: none are. */
  readonly plugins?: PluginNodes | undefined;
  /** Which plugins are waited for; absent: all are. */
  readonly patience?: Patience | undefined;
  /** Measures what nodes that run here take. */
  readonly costs?: NodeCosts | undefined;
  /** Answers by run id; a run that lost its fence gets none. */
  answer(asking: readonly AskingWalk[]): Promise<ReadonlyMap<number, Answer>>;
}

/**
 * Moves every walk until it waits, ends or fails. Walks that stand on the same node of the same version are one batch
 * for that node; what nodes ask of the host is asked for all of them at once. Nothing is written.
 */
export async function step(walks: readonly Walk[], ports: StepPorts): Promise<void> {
  let moving = walks.filter((walk) => !exits(walk));
  while (moving.length > 0) {
    const asking: AskingWalk[] = [];
    const answering: Promise<void>[] = [];
    // A node belongs to one plan, so to one version and one workspace.
    for (const [node, group] of groupBy(moving, (walk) => walk.node)) {
      const isOutside = node.pin !== undefined || (node.ghost === true && !ports.programs.has(node.type));
      const later = isOutside
        ? visitPlugin(group, ports, (walk, decision) => take(walk, decision, asking))
        : measured(group, ports, asking);
      // What runs in this process answers at once, and then nothing is awaited.
      if (later) answering.push(later);
    }
    if (answering.length > 0) await allOf(answering);
    if (asking.length > 0) await hear(asking, ports);
    moving = moving.filter((walk) => !walk.next && walk.failure === undefined && !exits(walk));
  }
}

/** What a node takes that answers at once. */
function measured(
  group: readonly Walk[],
  { programs, costs }: StepPorts,
  asking: AskingWalk[],
): Promise<void> | undefined {
  const { node } = group[0]!; // groupBy makes no empty groups
  const began = costs?.now() ?? 0;
  const later = execute(group, programs, asking);
  if (!later) costs?.add(node, group, began);
  return later;
}

/**
 * Runs one node over its batch and adds who asks; a promise only when the node answers later. A batch that throws is halved
 * until the walk that poisons it is alone.
 */
function execute(
  group: readonly Walk[],
  programs: StepPorts['programs'],
  asking: AskingWalk[],
): Promise<void> | undefined {
  const node = group[0]!.node; // groupBy makes no empty groups
  const program = programs.get(node.type);
  if (!program) {
    for (const walk of group) walk.failure = `no plugin is installed for node type ${node.type}`;
    return undefined;
  }
  const halved = (error: unknown): Promise<void> | undefined => {
    if (group.length === 1) {
      group[0]!.failure = `node ${node.id} (${node.type}) threw: ${messageOf(error)}`;
      return undefined;
    }
    const middle = group.length >> 1;
    const first = execute(group.slice(0, middle), programs, asking);
    const others = (): Promise<void> | undefined => execute(group.slice(middle), programs, asking);
    return first ? first.then(others) : others();
  };
  let answers: Answers | Promise<Answers>;
  try {
    const batch = { config: node.config as never, nodeId: node.id, items: group.map(itemOf) };
    answers = answersOf(program, bareContext({ nodeId: node.id }), batch);
  } catch (error) {
    return halved(error);
  }
  if (!(answers instanceof Promise)) return settle(group, answers, asking);
  return answers.then((given) => settle(group, given, asking), halved);
}

/** Outside of the halving: a walk that has moved on must not be asked again at the node it left. */
function settle(group: readonly Walk[], { decisions, faults }: Answers, asking: AskingWalk[]): undefined {
  for (const [place, walk] of group.entries()) {
    const decision = decisions[place];
    if (decision) {
      take(walk, decision, asking);
      continue;
    }
    // A decision that names nobody is told to those who got none.
    const { message } = faults.find(({ item }) => item === place) ?? faults[0]!;
    walk.failure = impossible(walk, message);
  }
}

/** Waits for all of them before it throws what one of them threw: no walk may still move when the batch is let go. */
async function allOf(answering: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(answering)) if (result.status === 'rejected') throw result.reason;
}

/** A decision that cannot be carried out parks its own run, not the batch. */
function take(walk: Walk, decision: Decision, asking: AskingWalk[]): void {
  try {
    if (decision.do === 'ask') {
      walk.asks = (walk.asks ?? 0) + 1;
      if (walk.asks > MOST_ASKS) walk.failure = impossible(walk, TOO_MANY_ASKS);
      else asking.push({ walk, decision });
    } else apply(walk, decision);
  } catch (error) {
    walk.failure = impossible(walk, messageOf(error));
  }
}

function impossible({ node }: Walk, why: string): string {
  return `node ${node.id} (${node.type}) decided what cannot be carried out: ${why}`;
}

async function hear(asking: readonly AskingWalk[], { answer }: StepPorts): Promise<void> {
  const answers = await answer(asking);
  for (const { walk, decision } of asking) {
    const found = answers.get(walk.run.id);
    if (found) {
      walk.memory = decision.memory;
      walk.wake = { kind: 'answer', answer: found };
    } else {
      walk.failure ??= FENCE_LOST;
    }
  }
}

/** Not a failure of the run: another worker moves it now, and this walk is forgotten. */
export const FENCE_LOST = 'fence-lost';

/** Asked at every node, because a node may have changed the contact and time has passed. */
function exits(walk: Walk): boolean {
  const rules = conditionExits(walk.plan.exits);
  if (rules.length === 0) return false;
  const rule = endedBy(rules, factsAt(walk.known, walk.at, walk.entryEvent));
  if (!rule) return false;
  walk.trace.push({ nodeId: walk.node.id, visit: visitNumber(walk), outcome: null });
  end(walk, rule.goal ? 'goal' : 'exit', rule.id);
  return true;
}
