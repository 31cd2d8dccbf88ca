import type { Issue } from '@sojourn/kernel';
import type { NodeSpec } from '../node-spec.js';
import { issue, type At } from './issue.js';

/** Outcomes, reasons and effects of a node fit each other. */
export function outcomeIssues({ part: node, at }: At<NodeSpec>): Issue[] {
  const ids = node.outcomes.map(({ id }) => id);
  const twice = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [
          issue(
            'manifest.duplicate-outcome',
            `${at}/outcomes/${index}/id`,
            `The outcome "${id}" is declared twice.`,
            `出口“${id}”重复声明。`,
          ),
        ],
  );
  const errors = (node.errors ?? []).flatMap((code, index) =>
    Object.hasOwn(node.reasons, code) ? [] : [wordless(`${at}/errors/${index}`, code)],
  );
  return [...twice, ...errors, ...effectIssues(node, at), ...tableIssues(node, at)];
}

function effectIssues(node: NodeSpec, at: string): Issue[] {
  const { kind, idempotency, dryRun, dryOutcome } = node.effects;
  const writes = node.data.writes !== undefined || node.data.writesFromConfig !== undefined;
  const where = `${at}/effects`;
  const found: Issue[] = [];
  const say = (pointer: string, en: string, zh: string): void =>
    void found.push(issue('manifest.effects', pointer, en, zh));
  if (kind === 'none' && idempotency !== 'pure')
    say(`${where}/idempotency`, 'A node without effects is pure.', '没有副作用的节点应为 pure。');
  if (kind === 'none' && writes)
    say(
      `${where}/kind`,
      'It writes to the contact, so its effects are not "none".',
      '该节点会写入客户资料，effects 不能为 none。',
    );
  if (idempotency === 'pure' && kind !== 'none' && kind !== 'contact')
    say(
      `${where}/idempotency`,
      'Something outside changes, so it is "keyed" or "none".',
      '会改变外部状态，应为 keyed 或 none。',
    );
  if (dryRun === 'run' && idempotency !== 'pure')
    say(
      `${where}/dryRun`,
      'A rehearsal runs pure nodes only: say "outcome" or "preview".',
      '演练只会真正运行 pure 节点，请改为 outcome 或 preview。',
    );
  if (dryRun === 'outcome' && !node.outcomes.some(({ id }) => id === dryOutcome))
    say(`${where}/dryOutcome`, 'Name the outcome a rehearsal leaves by.', '请指定演练时走哪个出口。');
  if (dryRun === 'preview' && !node.hooks?.includes('preview'))
    say(`${where}/dryRun`, 'The node has no function "preview".', '该节点没有 preview 函数。');
  return found;
}

/** The table of a node without code leads to outcomes and reasons that are there. */
function tableIssues({ declarative, outcomes, reasons, data }: NodeSpec, at: string): Issue[] {
  if (!declarative) return [];
  const ids = outcomes.map(({ id }) => id);
  return declarative.outcomes.flatMap(({ outcome, why, set }, index) => {
    const where = `${at}/declarative/outcomes/${index}`;
    return [
      ...(ids.includes(outcome) ? [] : [unknown(`${where}/outcome`, outcome)]),
      ...(Object.hasOwn(reasons, why) ? [] : [wordless(`${where}/why`, why)]),
      ...Object.keys(set ?? {}).flatMap((name) =>
        (data.writes ?? []).some((field) => field === 'attributes.*' || field === `attributes.${name}`)
          ? []
          : [
              issue(
                'manifest.undeclared-write',
                `${where}/set`,
                `It sets "${name}", which data.writes does not name.`,
                `写入了 data.writes 未声明的“${name}”。`,
              ),
            ],
      ),
    ];
  });
}

function unknown(pointer: string, id: string): Issue {
  return issue('manifest.unknown-outcome', pointer, `There is no outcome "${id}".`, `没有出口“${id}”。`);
}

function wordless(pointer: string, code: string): Issue {
  return issue(
    'manifest.wordless-reason',
    pointer,
    `"${code}" has no words in reasons.`,
    `reasons 中没有“${code}”的说明。`,
  );
}
