import type { Capability, PluginManifest } from '@sojourn/plugin-sdk';
import { canonicalJson } from './canonical.js';
import { beyond } from './capabilities.js';
import { capabilityWords } from './capability-words.js';
import { diffCredentials } from './diff-credentials.js';
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
  const reasons = (list: readonly Capability[]): string => canonicalJson(list as never);
  const words = more.length + less.length > 0 || reasons(was) === reasons(is) ? [] : [change('patch', '/capabilities', 'Reasons of capabilities changed.', '申请权限的理由文字有变化。')]; // prettier-ignore
  return [...more, ...less, ...words, ...diffCredentials(before, after)];
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
