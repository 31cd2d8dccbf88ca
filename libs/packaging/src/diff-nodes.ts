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
  const firmness = ['pure', 'keyed', 'none'];
  if (firmness.indexOf(after.effects.idempotency) > firmness.indexOf(before.effects.idempotency))
    found.push(change('major', `${at}/effects/idempotency`, `"${type}" no longer recognises repetitions.`, `“${type}”不再能识别重复调用。`)); // prettier-ignore
  if (before.effects.kind !== after.effects.kind)
    found.push(change(before.effects.kind === 'none' ? 'major' : 'minor', `${at}/effects/kind`, `"${type}" has effects of another kind.`, `“${type}”产生的影响类型改变。`)); // prettier-ignore
  return found;
}

function diffOutcomes(before: NodeSpec, after: NodeSpec, at: string): ManifestChange[] {
  const found: ManifestChange[] = [];
  for (const outcome of before.outcomes) {
    const now = after.outcomes.find(({ id }) => id === outcome.id);
    if (!now)
      found.push(change('major', `${at}/outcomes`, `The outcome "${outcome.id}" is gone.`, `出口“${outcome.id}”被移除。`));
    else if (now.role !== outcome.role)
      found.push(change('major', `${at}/outcomes`, `The outcome "${outcome.id}" has another role.`, `出口“${outcome.id}”的角色改变。`)); // prettier-ignore
    else if (canonicalJson({ ...now, label: null } as never) !== canonicalJson({ ...outcome, label: null } as never))
      found.push(change('minor', `${at}/outcomes`, `The outcome "${outcome.id}" is shown differently.`, `出口“${outcome.id}”的显示条件改变。`)); // prettier-ignore
  }
  for (const { id } of after.outcomes.filter((one) => !before.outcomes.some((other) => other.id === one.id)))
    found.push(change('minor', `${at}/outcomes`, `The outcome "${id}" is new.`, `新增出口“${id}”。`));
  const [lists, nowLists] = [before, after].map(({ dynamicOutcomes = [] }) => dynamicOutcomes.map(({ each }) => each).sort()); // prettier-ignore
  if (JSON.stringify(lists) !== JSON.stringify(nowLists))
    found.push(change('major', `${at}/dynamicOutcomes`, 'Outcomes come from another list of the config.', '动态出口来自另一配置列表。')); // prettier-ignore
  return found;
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
