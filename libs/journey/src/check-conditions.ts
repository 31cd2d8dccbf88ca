import type { Issue } from '@sojourn/kernel';
import { checkCondition, type Condition } from '@sojourn/rules';
import { ENTRY_NODE } from './document.js';
import { error } from './issues.js';
import { isObject, type Reading } from './reading.js';

interface Placed {
  readonly condition: unknown;
  readonly pointer: string;
  /** Whether an event is at hand when it is asked. */
  readonly hasEvent: boolean;
  readonly nodeId?: string;
}

/** The conditions of entry and exits. Those inside a node's config are its type's to check. */
export function conditionIssues({ entryRules, exits }: Reading): readonly Issue[] {
  const placed: Placed[] = [
    ...entryRules.flatMap(({ index, value }) => {
      const at = (key: string, hasEvent: boolean): Placed[] =>
        isObject(value[key])
          ? [{ condition: value[key], pointer: `/entry/rules/${index}/${key}`, hasEvent, nodeId: ENTRY_NODE }]
          : [];
      return [...at('filter', value['kind'] === 'event'), ...at('condition', false), ...at('audience', false)];
    }),
    ...exits.flatMap(({ index, value }) => {
      const when = value['when'];
      if (!isObject(when)) return [];
      const at = (key: string, hasEvent: boolean): Placed[] =>
        isObject(when[key]) ? [{ condition: when[key], pointer: `/exits/${index}/when/${key}`, hasEvent }] : [];
      return [...at('filter', true), ...at('condition', false)];
    }),
  ];
  return placed.flatMap(({ condition, pointer, hasEvent, nodeId }) => {
    const where = nodeId === undefined ? {} : { nodeId };
    const found = checkCondition(condition, pointer).map((issue) => ({ ...issue, ...where }));
    if (found.some(({ severity }) => severity === 'error') || hasEvent) return found;
    // Checked just above, so it is one.
    if (!asksPayload(condition as Condition)) return found;
    return [
      ...found,
      error(
        'condition.no-event-at-hand',
        { pointer, ...where },
        'This condition asks about the properties of "the event", but no event is at hand here. Ask about past events or attributes.',
        '此条件使用了“当前事件”的属性，但这里没有当前事件。请改用历史行为或客户属性。',
      ),
    ];
  });
}

function asksPayload(condition: Condition): boolean {
  switch (condition.op) {
    case 'all':
    case 'any':
      return condition.conditions.some(asksPayload);
    case 'not':
      return asksPayload(condition.condition);
    default:
      return condition.op === 'payload';
  }
}
