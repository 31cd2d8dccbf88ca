import type { Json } from '@sojourn/kernel';
import type { Decision } from './decision.js';
import type { Item } from './item.js';

/** How a node's answer breaks the rule "each item exactly once". */
export interface AnswerFault {
  readonly kind: 'unanswered' | 'answered-twice' | 'unknown-item' | 'malformed';
  /** Key of the item it concerns; null when it names none of the batch. */
  readonly item: number | null;
  /** In English, for a log. */
  readonly message: string;
}

export interface Answers<Memory extends Json = Json> {
  /** By place in the batch; undefined where a fault says why. */
  readonly decisions: readonly (Decision<Memory> | undefined)[];
  readonly faults: readonly AnswerFault[];
}

const NONE: readonly AnswerFault[] = [];

/**
 * A node's decisions in the order of its items. Faults concern single items: the others keep their decisions. Costs one
 * comparison an item when the node answered in order. Says nothing of what is inside a decision.
 */
export function decisionsByItem<Memory extends Json>(
  items: readonly Pick<Item, 'key'>[],
  decisions: readonly Decision<Memory>[],
): Answers<Memory> {
  return inOrder(items, decisions) ? { decisions, faults: NONE } : sorted(items, decisions);
}

function inOrder(items: readonly Pick<Item, 'key'>[], decisions: readonly Decision[]): boolean {
  // What a plugin answers may be anything, whatever its types say.
  if (!Array.isArray(decisions) || decisions.length !== items.length) return false;
  for (let place = 0; place < items.length; place++)
    if ((decisions[place] as Decision | undefined | null)?.item !== items[place]!.key) return false; // of equal length
  return true;
}

function sorted<Memory extends Json>(
  items: readonly Pick<Item, 'key'>[],
  decisions: readonly Decision<Memory>[],
): Answers<Memory> {
  const faults: AnswerFault[] = [];
  const found = new Map<number, Decision<Memory>[]>(items.map(({ key }) => [key, []]));
  if (!Array.isArray(decisions)) faults.push(fault('malformed', null, 'The node answered no list of decisions.'));
  for (const decision of Array.isArray(decisions) ? (decisions as readonly (Decision<Memory> | null)[]) : []) {
    const key: unknown = decision?.item;
    if (!decision || typeof key !== 'number')
      faults.push(fault('malformed', null, 'A decision does not name its item.'));
    else if (found.has(key)) found.get(key)?.push(decision);
    else faults.push(fault('unknown-item', null, `A decision names the item ${key}, which is not in the batch.`));
  }
  const byPlace = items.map(({ key }) => {
    const [first, ...others] = found.get(key) ?? [];
    if (others.length > 0) {
      faults.push(fault('answered-twice', key, `The node answered item ${key} ${others.length + 1} times.`));
      return undefined;
    }
    if (!first) faults.push(fault('unanswered', key, `The node did not answer item ${key}.`));
    return first;
  });
  return { decisions: byPlace, faults };
}

function fault(kind: AnswerFault['kind'], item: number | null, message: string): AnswerFault {
  return { kind, item, message };
}
