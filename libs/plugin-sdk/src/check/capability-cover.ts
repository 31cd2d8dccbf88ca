import type { Issue } from '@sojourn/kernel';
import { allowsField, fieldsIn, includesField } from '../capabilities/fields.js';
import { allowsHttp, commonHost } from '../capabilities/http-target.js';
import type { Capability } from '../capability.js';
import type { NodeSpec } from '../node-spec.js';
import type { PluginManifest } from '../plugin-manifest.js';
import { issue } from './issue.js';

/** What the nodes do and what the plugin asks for are the same: nothing undeclared, nothing asked without need. */
export function capabilityIssues(plugin: PluginManifest): Issue[] {
  const { capabilities = [], nodes } = plugin;
  return [
    ...nodes.flatMap((node, index) => missing(node, `/nodes/${index}`, capabilities)),
    ...capabilities.flatMap((one, index) => unused(one, `/capabilities/${index}`, nodes)),
    ...credentialIssues(plugin),
  ];
}

function missing(node: NodeSpec, at: string, capabilities: readonly Capability[]): Issue[] {
  const fields = [
    ...readsOf(node).map((field) => ['contacts.read', field, `${at}/data/reads`] as const),
    ...writesOf(node).map((field) => ['contacts.write', field, `${at}/data/writes`] as const),
  ].filter(([kind, field]) => !allowsField(capabilities, kind, field));
  const kinds = (node.uses ?? []).filter(
    (kind) => !kind.startsWith('contacts.') && !capabilities.some((one) => one.kind === kind),
  );
  return [
    ...fields.map(([kind, field, pointer]) => undeclared(pointer, `${kind} ${field}`)),
    ...kinds.map((kind) => undeclared(`${at}/uses`, kind)),
    ...requestIssues(node, at, capabilities),
  ];
}

/** What a node reads, in the words of capabilities; a choice in the form may be any attribute or event. */
function readsOf({ data: { reads, readsFromConfig = {} } }: NodeSpec): readonly string[] {
  const { attributes, conditions, events } = readsFromConfig;
  const chosen = [
    ...(attributes ? ['attributes.*'] : []),
    ...(conditions ? ['attributes.*', 'tags', 'event', 'events.*'] : []),
    ...(events ? ['events.*'] : []),
  ];
  return [...new Set([...reads, ...chosen])];
}

function writesOf({ data: { writes = [], writesFromConfig = {} } }: NodeSpec): readonly string[] {
  const { attributes, tags } = writesFromConfig;
  return [...new Set([...writes, ...(attributes ? ['attributes.*'] : []), ...(tags ? ['tags.*'] : [])])];
}

function requestIssues({ declarative, uses = [] }: NodeSpec, at: string, capabilities: readonly Capability[]): Issue[] {
  if (!declarative) return [];
  const { method, url: template } = declarative.request;
  const where = `${at}/declarative/request/url`;
  if (!uses.includes('http')) return [undeclared(`${at}/uses`, 'http')];
  // Holes stand for one part of a path or of the query; the host has none, which the schema sees to.
  const url = URL.parse(template.replaceAll(/\{\{[^{}]*\}\}/g, 'x'));
  if (url && allowsHttp(capabilities, { method, url })) return [];
  return [undeclared(where, `http ${method} ${template.slice(0, 100)}`)];
}

function unused(one: Capability, at: string, nodes: readonly NodeSpec[]): Issue[] {
  if (one.kind === 'contacts.read' || one.kind === 'contacts.write') {
    const needs = nodes.flatMap(one.kind === 'contacts.read' ? readsOf : writesOf);
    const fields: readonly string[] = fieldsIn([one], one.kind);
    return fields.flatMap((field, index) =>
      needs.some((need) => includesField(field, need))
        ? []
        : [needless(`${at}/fields/${index}`, `${one.kind} ${field}`)],
    );
  }
  return nodes.some(({ uses = [] }) => uses.includes(one.kind)) ? [] : [needless(at, one.kind)];
}

/** A secret goes only where the plugin may call at all. */
function credentialIssues({ capabilities = [], credentials = [], nodes }: PluginManifest): Issue[] {
  const hosts = capabilities.flatMap((one) => (one.kind === 'http' ? one.hosts : []));
  const within = (host: string): boolean => hosts.some((wide) => commonHost(wide, host) === host.toLowerCase());
  const names = credentials.map(({ name }) => name);
  return [
    ...credentials.flatMap(({ name, fields, inject, hosts: own, test }, index) => {
      const at = `/credentials/${index}`;
      const known = Object.keys((fields['properties'] ?? {}) as object);
      const templates = [...Object.values(inject.headers ?? {}), ...Object.values(inject.query ?? {}), ...Object.values(inject.basic ?? {})]; // prettier-ignore
      const holes = templates.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, hole = '']) => hole));
      return [
        ...(names.indexOf(name) === index
          ? []
          : [credential(at, `The credential "${name}" is declared twice.`, `凭据“${name}”重复声明。`)]),
        ...own.filter((host) => !within(host)).map((host) => undeclared(`${at}/hosts`, `http ${host}`)),
        ...holes
          .filter((hole) => !known.includes(hole))
          .map((hole) => credential(`${at}/inject`, `There is no field "${hole}".`, `没有字段“${hole}”。`)),
        ...(test &&
        !own.some((host) => hostOf(test.url) !== undefined && commonHost(host, hostOf(test.url)!) === hostOf(test.url))
          ? [
              credential(
                `${at}/test/url`,
                'The test calls a host that the credential is not for.',
                '测试请求的域名不在该凭据允许的域名内。',
              ),
            ]
          : []),
      ];
    }),
    ...nodes.flatMap(({ declarative }, index) => {
      const name = declarative?.request.credential;
      return name === undefined || names.includes(name)
        ? []
        : [
            credential(
              `/nodes/${index}/declarative/request/credential`,
              `There is no credential "${name}".`,
              `没有凭据“${name}”。`,
            ),
          ];
    }),
  ];
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}

function credential(pointer: string, en: string, zh: string): Issue {
  return issue('manifest.credential', pointer, en, zh);
}

function undeclared(pointer: string, what: string): Issue {
  return issue(
    'manifest.undeclared',
    pointer,
    `It needs "${what}", which capabilities does not ask for.`,
    `需要“${what}”，但 capabilities 未申请。`,
  );
}

function needless(pointer: string, what: string): Issue {
  return issue(
    'manifest.needless',
    pointer,
    `"${what}" is asked for, but no node needs it.`,
    `申请了“${what}”，但没有节点用到。`,
  );
}
