import { includesField, type NodeSpec } from '@sojourn/plugin-sdk';
import { canonicalJson } from './canonical.js';
import { dataOf } from './capabilities.js';
import { diffSchemas } from './diff-schema.js';
import { change, type ChangeClass, type ManifestChange } from './manifest-change.js';

/** What the changes of a plugin's nodes mean to drawings that have them. */
export function diffNodes(before: readonly NodeSpec[], after: readonly NodeSpec[]): ManifestChange[] {
  const gone = before.flatMap((node, i) =>
    after.some(({ type }) => type === node.type)
      ? []
      : [change('major', `/nodes/${i}`, `The node "${node.type}" is gone.`, `节点“${node.type}”被移除。`)],
  );
  const rest = after.flatMap((node, i) => {
    const former = before.find(({ type }) => type === node.type);
    return former
      ? diffNode(former, node, `/nodes/${i}`)
      : [change('minor', `/nodes/${i}`, `The node "${node.type}" is new.`, `新增节点“${node.type}”。`)];
  });
  return [...gone, ...rest];
}

function diffNode(before: NodeSpec, after: NodeSpec, at: string): ManifestChange[] {
  return [
    ...diffContract(before, after, at),
    ...diffOutcomes(before, after, at),
    ...diffData(before, after, at),
    ...diffSchemas(before.config, after.config, `${at}/config`),
    ...diffRest(before, after, at),
  ];
}

function diffContract(before: NodeSpec, after: NodeSpec, at: string): ManifestChange[] {
  const found: ManifestChange[] = [];
  const { type } = after;
  if (before.kind !== after.kind)
    found.push(change('major', `${at}/kind`, `"${type}" is of another kind.`, `“${type}”的类别改变。`));
  if (before.inputs !== after.inputs)
    found.push(change('major', `${at}/inputs`, `"${type}" has other ways in.`, `“${type}”的入口改变。`));
  if (before.typeVersion !== after.typeVersion)
    found.push(change('major', `${at}/typeVersion`, `Configs of "${type}" must be migrated.`, `“${type}”的配置需要迁移。`)); // prettier-ignore
  if (before.waits !== after.waits)
    found.push(
      before.waits
        ? change('major', `${at}/waits`, `"${type}" no longer waits: loops through it break.`, `“${type}”不再等待，经过它的循环将失效。`) // prettier-ignore
        : change('minor', `${at}/waits`, `"${type}" can wait now.`, `“${type}”现在可以等待。`),
    );
  for (const hook of ['poll', 'receive', 'migrate'] as const)
    if (before.hooks?.includes(hook) && !after.hooks?.includes(hook))
      found.push(change('major', `${at}/hooks`, `"${type}" has no "${hook}" any more.`, `“${type}”不再提供“${hook}”。`)); // prettier-ignore
  if (!isSame([...(before.hooks ?? [])].sort(), [...(after.hooks ?? [])].sort()))
    found.push(change('minor', `${at}/hooks`, `"${type}" has other functions beside its decisions.`, `“${type}”提供的辅助函数有变化。`)); // prettier-ignore
  const firmness = ['pure', 'keyed', 'none'];
  if (firmness.indexOf(after.effects.idempotency) > firmness.indexOf(before.effects.idempotency))
    found.push(change('major', `${at}/effects/idempotency`, `"${type}" no longer recognises repetitions.`, `“${type}”不再能识别重复调用。`)); // prettier-ignore
  if (before.effects.kind !== after.effects.kind)
    found.push(change(before.effects.kind === 'none' ? 'major' : 'minor', `${at}/effects/kind`, `"${type}" has effects of another kind.`, `“${type}”产生的影响类型改变。`)); // prettier-ignore
  for (const key of ['idempotency', 'header', 'onAmbiguous', 'dryRun', 'dryOutcome'] as const)
    if (before.effects[key] !== after.effects[key])
      found.push(change('minor', `${at}/effects/${key}`, `"${key}" of the effects of "${type}" changed.`, `“${type}”的 effects.${key} 有变化。`)); // prettier-ignore
  return found;
}

function diffOutcomes(before: NodeSpec, after: NodeSpec, at: string): ManifestChange[] {
  const found: ManifestChange[] = [];
  for (const outcome of before.outcomes) {
    const now = after.outcomes.find(({ id }) => id === outcome.id);
    if (!now)
      found.push(
        change('major', `${at}/outcomes`, `The outcome "${outcome.id}" is gone.`, `出口“${outcome.id}”被移除。`),
      );
    else if (now.role !== outcome.role)
      found.push(change('major', `${at}/outcomes`, `The outcome "${outcome.id}" has another role.`, `出口“${outcome.id}”的角色改变。`)); // prettier-ignore
    else found.push(...diffOutcome(outcome, now, at));
  }
  for (const { id } of after.outcomes.filter((one) => !before.outcomes.some((other) => other.id === one.id)))
    found.push(change('minor', `${at}/outcomes`, `The outcome "${id}" is new.`, `新增出口“${id}”。`));
  if (
    after.outcomes.length === before.outcomes.length &&
    found.length === 0 &&
    after.outcomes.some(({ id }, i) => before.outcomes[i]?.id !== id)
  )
    // prettier-ignore
    found.push(change('patch', `${at}/outcomes`, 'The outcomes are in another order.', '出口的顺序有变化。'));
  return [...found, ...diffDynamicOutcomes(before, after, at)];
}

/** A condition that was not there takes the way out off drawings that have it. */
function diffOutcome(
  was: NodeSpec['outcomes'][number],
  is: NodeSpec['outcomes'][number],
  at: string,
): ManifestChange[] {
  const [pointer, { id }] = [`${at}/outcomes`, is];
  if (!isSame(was.when, is.when))
    return is.when === undefined
      ? [change('minor', pointer, `The outcome "${id}" is always drawn now.`, `出口“${id}”现在始终显示。`)]
      : [change('major', pointer, `The outcome "${id}" is drawn under another condition.`, `出口“${id}”的显示条件改变。`)]; // prettier-ignore
  if (!isSame(was.immediate, is.immediate))
    return [change('minor', pointer, `The outcome "${id}" is left by at another time.`, `出口“${id}”的离开时机改变。`)];
  return isSame(was, is)
    ? []
    : [change('patch', pointer, `The outcome "${id}" has another label or look.`, `出口“${id}”的名称或外观有变化。`)];
}

/** Ways out of drawings are known by list and id. */
function diffDynamicOutcomes(before: NodeSpec, after: NodeSpec, at: string): ManifestChange[] {
  const [was, is] = [before, after].map(({ dynamicOutcomes = [] }) => dynamicOutcomes);
  const pointer = `${at}/dynamicOutcomes`;
  const essence = (list: typeof was): unknown => (list ?? []).map(({ each, id, role, when }) => ({ each, id, role: role ?? null, when: when ?? null })); // prettier-ignore
  if (!isSame(essence(was), essence(is)))
    return (was ?? []).every((one) => (is ?? []).some((other) => isSame(essence([one]), essence([other]))))
      ? [change('minor', pointer, 'Another list of the config draws outcomes as well.', '配置中新增一个生成出口的列表。')]
      : [change('major', pointer, 'Outcomes come from another list of the config, or are known by another field.', '动态出口的来源或标识字段改变。')]; // prettier-ignore
  return isSame(was, is) ? [] : [change('patch', pointer, 'Outcomes of a list are shown differently.', '动态出口的显示方式有变化。')]; // prettier-ignore
}

function diffData(before: NodeSpec, after: NodeSpec, at: string): ManifestChange[] {
  const [was, is] = [dataOf({ nodes: [before] }), dataOf({ nodes: [after] })];
  const more = (had: readonly string[], has: readonly string[]): readonly string[] =>
    has.filter((field) => !had.some((other) => includesField(other, field)));
  const [read, written] = [more(was.reads, is.reads), more(was.writes, is.writes)];
  return [
    ...read.map((field) => change('major', `${at}/data/reads`, `It sees ${field} as well.`, `新增读取 ${field}。`)),
    ...written.map((field) =>
      change('major', `${at}/data/writes`, `It changes ${field} as well.`, `新增修改 ${field}。`),
    ),
    ...more(is.reads, was.reads).map((field) => change('minor', `${at}/data/reads`, `It sees ${field} no more.`, `不再读取 ${field}。`)), // prettier-ignore
    ...more(is.writes, was.writes).map((field) => change('minor', `${at}/data/writes`, `It changes ${field} no more.`, `不再修改 ${field}。`)), // prettier-ignore
    ...diffChosenData(before, after, at),
  ];
}

/** Where the config says which fields those are. */
function diffChosenData({ data: was }: NodeSpec, { data: is }: NodeSpec, at: string): ManifestChange[] {
  if (was.narrowedAt !== undefined && is.narrowedAt !== was.narrowedAt)
    return [change('major', `${at}/data/narrowedAt`, 'Its config no longer narrows what it sees there.', '配置不再限制其可读取的字段。')]; // prettier-ignore
  const chosen = ({ narrowedAt, readsFromConfig, writesFromConfig }: NodeSpec['data']): unknown => [narrowedAt, readsFromConfig, writesFromConfig]; // prettier-ignore
  return isSame(chosen(was), chosen(is))
    ? []
    : [
        change(
          'minor',
          `${at}/data`,
          'Its config says elsewhere what it sees or changes.',
          '由配置决定的读写字段位置改变。',
        ),
      ];
}

/** How much anything else weighs. */
const REST: readonly (readonly [keyof NodeSpec, ChangeClass])[] = [
  ['title', 'patch'],
  ['description', 'patch'],
  ['icon', 'patch'],
  ['category', 'patch'],
  ['summary', 'patch'],
  ['summaries', 'patch'],
  ['defaultTexts', 'patch'],
  ['defaults', 'minor'],
  ['batch', 'minor'],
  ['budgets', 'minor'],
  ['uses', 'minor'],
  ['reasons', 'patch'],
  ['errors', 'minor'],
  ['declarative', 'patch'],
];

function diffRest(before: NodeSpec, after: NodeSpec, at: string): ManifestChange[] {
  return REST.filter(
    ([key]) => canonicalJson((before[key] ?? null) as never) !== canonicalJson((after[key] ?? null) as never),
  ).map(
    // prettier-ignore
    ([key, kind]) => change(kind, `${at}/${key}`, `"${key}" of "${after.type}" changed.`, `“${after.type}”的 ${key} 有变化。`), // prettier-ignore
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson((one ?? null) as never) === canonicalJson((other ?? null) as never);
}
