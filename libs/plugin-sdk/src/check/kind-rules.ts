import type { Issue } from '@sojourn/kernel';
import type { NodeKind, NodeSpec, OutcomeRole } from '../node-spec.js';
import { issue, type At } from './issue.js';

interface Rule {
  /** Roles that must be among the outcomes. */
  readonly roles?: readonly OutcomeRole[];
  readonly effects?: readonly NodeSpec['effects']['kind'][];
  /** How many ways out at least; 0 means exactly none. */
  readonly outcomes: number;
  readonly waits?: boolean;
  readonly keyed?: boolean;
}

/** What each kind promises the drawing. */
const RULES: { readonly [Kind in NodeKind]: Rule } = {
  action: { outcomes: 2, roles: ['success', 'failure'] },
  split: { outcomes: 1, effects: ['none'] },
  wait: { outcomes: 1, effects: ['none'], waits: true },
  trigger: { outcomes: 0, effects: ['none'], waits: false },
  transform: { outcomes: 1, effects: ['none', 'contact'] },
  channel: { outcomes: 2, roles: ['success', 'failure'], effects: ['message'] },
  reward: { outcomes: 2, roles: ['success', 'failure'], effects: ['reward'], keyed: true },
  recommender: { outcomes: 2, roles: ['success', 'failure'], effects: ['none', 'contact'] },
  exit: { outcomes: 0, effects: ['none', 'contact'] },
};

export function kindIssues({ part: node, at }: At<NodeSpec>): Issue[] {
  const rule = RULES[node.kind];
  const all = [...node.outcomes, ...(node.dynamicOutcomes ?? [])];
  const found: Issue[] = [];
  const say = (pointer: string, en: string, zh: string): void =>
    void found.push(
      issue('manifest.kind', `${at}${pointer}`, `${en} (kind "${node.kind}")`, `${zh}（类型 ${node.kind}）`),
    );
  if (rule.outcomes === 0 && all.length > 0) say('/outcomes', 'It has no way out.', '不能有出口。');
  // A list in the config may draw any number of ways out.
  if (all.length < rule.outcomes && !node.dynamicOutcomes?.length)
    say('/outcomes', `It needs at least ${rule.outcomes} outcomes.`, `至少需要 ${rule.outcomes} 个出口。`);
  for (const role of rule.roles ?? [])
    if (!all.some((outcome) => outcome.role === role))
      say('/outcomes', `It needs an outcome with the role "${role}".`, `需要一个角色为 ${role} 的出口。`);
  if (rule.effects && !rule.effects.includes(node.effects.kind))
    say(
      '/effects/kind',
      `Its effects are ${rule.effects.join(' or ')}.`,
      `effects 只能为 ${rule.effects.join(' 或 ')}。`,
    );
  if (rule.keyed && node.effects.idempotency !== 'keyed')
    say('/effects/idempotency', 'It gives once for each key.', '必须按键只发放一次（keyed）。');
  if (rule.waits !== undefined && node.waits !== rule.waits)
    say('/waits', `"waits" is ${rule.waits}.`, `waits 应为 ${rule.waits}。`);
  return [...found, ...triggerIssues(node, at)];
}

function triggerIssues({ kind, inputs, hooks = [], uses = [] }: NodeSpec, at: string): Issue[] {
  const found: Issue[] = [];
  const say = (pointer: string, en: string, zh: string): void =>
    void found.push(issue('manifest.kind', `${at}${pointer}`, en, zh));
  const brings = hooks.filter((hook) => hook === 'poll' || hook === 'receive');
  if (kind === 'trigger') {
    if (inputs !== 0) say('/inputs', 'A trigger has no way in.', '触发器没有入口。');
    if (brings.length === 0)
      say('/hooks', 'A trigger has the function "poll" or "receive".', '触发器需要 poll 或 receive 函数。');
    if (!uses.includes('events.emit'))
      say('/uses', 'A trigger brings events: it uses "events.emit".', '触发器会带来事件，需声明使用 events.emit。');
    return found;
  }
  if (inputs !== 1) say('/inputs', 'Only a trigger is without a way in.', '只有触发器可以没有入口。');
  if (brings.length > 0)
    say('/hooks', 'Only a trigger has "poll" and "receive".', '只有触发器可以有 poll 和 receive。');
  return found;
}
