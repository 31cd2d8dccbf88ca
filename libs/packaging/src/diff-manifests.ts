import type { PluginManifest } from '@sojourn/plugin-sdk';
import semver from 'semver';
import { canonicalJson } from './canonical.js';
import { beyond } from './capabilities.js';
import { capabilityWords } from './capability-words.js';
import { diffNodes } from './diff-nodes.js';
import { change, gravest, type ChangeClass, type ManifestChange } from './manifest-change.js';

export interface ManifestDiff {
  /** What the version must be raised by at least. */
  readonly class: ChangeClass;
  /** The gravest first. */
  readonly changes: readonly ManifestChange[];
}

/**
 * What changed between two manifests of one plugin, and which step of the version that takes. `major`: drawings, configs or
 * people's consent of before may not fit any more. What only the code changed does not show here.
 */
export function diffManifests(before: PluginManifest, after: PluginManifest): ManifestDiff {
  const changes = [
    ...(before.id === after.id ? [] : [change('major', '/id', 'It is another plugin.', '这是另一个插件。')]),
    ...diffAsks(before, after),
    ...diffNodes(before.nodes, after.nodes),
    ...diffFrame(before, after),
  ];
  const order: readonly ChangeClass[] = ['major', 'minor', 'patch'];
  changes.sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class));
  return { class: gravest(changes), changes };
}

/** Whether the newer version's number is raised by at least what the changes take. Before 1.0.0 a minor step may break. */
export function isVersionRaised(before: string, after: string, kind: ChangeClass): boolean {
  const [from, to] = [semver.parse(before), semver.parse(after)];
  if (!from || !to || semver.lte(to, from)) return false;
  const step = to.major > from.major ? 0 : to.minor > from.minor ? 1 : 2;
  const needed = { major: from.major === 0 ? 1 : 0, minor: from.major === 0 ? 2 : 1, patch: 2 }[kind];
  return step <= needed;
}

/**
 * What a version asks for beyond one that was consented to: capabilities, fields of contacts, credentials. Empty: the old consent
 * covers it.
 */
export function asksMore(before: PluginManifest, after: PluginManifest): readonly ManifestChange[] {
  const data = diffNodes(before.nodes, after.nodes).filter(({ class: kind, pointer }) => kind === 'major' && pointer.includes('/data/')); // prettier-ignore
  return [...diffAsks(before, after).filter(({ class: kind }) => kind === 'major'), ...data];
}

function diffAsks(before: PluginManifest, after: PluginManifest): ManifestChange[] {
  const [was, is] = [before.capabilities ?? [], after.capabilities ?? []];
  const more = beyond(was, is).map((one): ManifestChange => {
    const words = capabilityWords(one);
    return change('major', `/capabilities/${is.indexOf(one)}`, `It asks for more: ${words.en}.`, `请求更多权限：${words['zh-CN']}。`); // prettier-ignore
  });
  const less = beyond(is, was).map((one): ManifestChange => {
    const words = capabilityWords(one);
    return change('minor', `/capabilities/${was.indexOf(one)}`, `It asks for less than: ${words.en}.`, `不再需要：${words['zh-CN']}。`); // prettier-ignore
  });
  return [...more, ...less, ...diffCredentials(before, after)];
}

function diffCredentials(before: PluginManifest, after: PluginManifest): ManifestChange[] {
  const [was, is] = [before.credentials ?? [], after.credentials ?? []];
  const found: ManifestChange[] = [];
  is.forEach((credential, i) => {
    const former = was.find(({ name }) => name === credential.name);
    const at = `/credentials/${i}`;
    if (!former)
      found.push(change('major', at, `It wants the credential "${credential.name}".`, `需要新凭据“${credential.name}”。`));
    else if (canonicalJson([former.hosts, former.inject, former.fields] as never) !== canonicalJson([credential.hosts, credential.inject, credential.fields] as never)) // prettier-ignore
      found.push(change('major', at, `The credential "${credential.name}" goes elsewhere or has other fields.`, `凭据“${credential.name}”的字段或使用范围改变。`)); // prettier-ignore
  });
  for (const { name } of was.filter((one) => !is.some((other) => other.name === one.name)))
    found.push(
      change('minor', '/credentials', `It wants the credential "${name}" no more.`, `不再需要凭据“${name}”。`),
    );
  return found;
}

function diffFrame(before: PluginManifest, after: PluginManifest): ManifestChange[] {
  const found: ManifestChange[] = [];
  for (const key of ['sdk', 'product'] as const)
    if (before[key] !== after[key])
      found.push(
        change('minor', `/${key}`, `It is for other versions: ${after[key]}.`, `适用版本变为 ${after[key]}。`),
      );
  if (before.locales.some((one) => !after.locales.includes(one)))
    found.push(change('minor', '/locales', 'A language is gone.', '减少了语言。'));
  for (const key of ['title', 'description', 'publisher', 'icons', 'texts', 'main'] as const)
    if (canonicalJson((before[key] ?? null) as never) !== canonicalJson((after[key] ?? null) as never))
      found.push(change('patch', `/${key}`, `"${key}" changed.`, `${key} 有变化。`));
  return found;
}
