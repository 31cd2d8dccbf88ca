import type { JsonObject } from '@sojourn/kernel';
import type { PluginManifest } from '@sojourn/plugin-sdk';
import { canonicalJson } from './canonical.js';
import { diffSchemas } from './diff-schema.js';
import { change, type ManifestChange } from './manifest-change.js';

type Credential = NonNullable<PluginManifest['credentials']>[number];

/** What the change of its credentials means to workspaces that have entered theirs. */
export function diffCredentials(before: PluginManifest, after: PluginManifest): ManifestChange[] {
  const [was, is] = [before.credentials ?? [], after.credentials ?? []];
  const gone = was.filter((one) => !is.some(({ name }) => name === one.name));
  return [
    ...is.flatMap((credential, index) => {
      const former = was.find(({ name }) => name === credential.name);
      const { name } = credential;
      return former
        ? diffCredential(former, credential, `/credentials/${index}`)
        : [change('major', `/credentials/${index}`, `It wants the credential "${name}".`, `需要新凭据“${name}”。`)];
    }),
    ...gone.map(({ name }) =>
      change('minor', '/credentials', `It wants the credential "${name}" no more.`, `不再需要凭据“${name}”。`),
    ),
  ];
}

function diffCredential(was: Credential, is: Credential, at: string): ManifestChange[] {
  const { name } = is;
  const elsewhere = is.hosts.some((host) => !was.hosts.includes(host)) || !isSame(was.inject, is.inject);
  const fields = diffSchemas(was.fields as JsonObject, is.fields as JsonObject, `${at}/fields`).filter(({ class: kind }) => kind !== 'patch'); // prettier-ignore
  if (elsewhere || fields.length > 0)
    return [change('major', at, `The credential "${name}" goes elsewhere or has other fields.`, `凭据“${name}”的字段或使用范围改变。`)]; // prettier-ignore
  if (is.hosts.length < was.hosts.length)
    return [change('minor', at, `The credential "${name}" goes to fewer hosts.`, `凭据“${name}”的使用范围缩小。`)];
  return isSame(was, is)
    ? []
    : [change('patch', at, `Words or the test of the credential "${name}" changed.`, `凭据“${name}”的文字或测试请求有变化。`)]; // prettier-ignore
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one as never) === canonicalJson(other as never);
