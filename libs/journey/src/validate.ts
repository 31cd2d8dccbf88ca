import type { Issue, JsonObject } from '@sojourn/kernel';
import type { NodeCatalogue } from './catalogue.js';
import { conditionIssues } from './check-conditions.js';
import { graphIssues } from './check-graph.js';
import { idIssues } from './check-ids.js';
import { nodeIssues } from './check-nodes.js';
import { timeIssues } from './check-times.js';
import { ENTRY_NODE, SCHEMA_VERSION } from './document.js';
import { documentSchema } from './document-schema.js';
import { error, warning } from './issues.js';
import { pinIssues } from './check-pins.js';
import { guardJson } from './json-guard.js';
import { isObject, read } from './reading.js';
import { schemaIssues } from './schema-check.js';

/** More than anyone reads at once. */
const MAX_ISSUES = 500;

/**
 * Everything wrong (errors) or doubtful (warnings) in a document, errors first. An empty answer or warnings alone
 * may be published. Takes anything at all and never throws: a hostile document gets an issue as well.
 */
export function validate(document: unknown, catalogue: NodeCatalogue): Issue[] {
  const hostile = guardJson(document);
  if (hostile) return [hostile];
  if (!isObject(document)) {
    return [
      error(
        'document.not-an-object',
        { pointer: '' },
        'This is not a journey document: it must be a JSON object.',
        '这不是旅程文档：内容必须是 JSON 对象。',
      ),
    ];
  }
  const version = versionIssue(document);
  if (version) return [version];

  const reading = read(document);
  const issues = [
    ...withIds(schemaIssues(documentSchema, document, 'document', ''), document),
    ...idIssues(reading),
    ...noEntryRule(document),
    ...pinIssues(document['plugins']),
    ...timeIssues(document['timeZone'], reading.entryRules),
    ...conditionIssues(reading),
    ...nodeIssues(reading.nodes, catalogue),
    ...graphIssues(reading, catalogue),
  ];
  return inOrder(issues);
}

/** Whether a document with these issues may go live. */
export function isPublishable(issues: readonly Issue[]): boolean {
  return issues.every(({ severity }) => severity === 'warning');
}

function versionIssue(document: JsonObject): Issue | null {
  const version = document['schemaVersion'];
  if (version === SCHEMA_VERSION) return null;
  const given = version === undefined ? 'none' : JSON.stringify(version).slice(0, 40);
  return error(
    'document.schema-version',
    { pointer: '/schemaVersion' },
    `This document's schemaVersion is ${given}; this release reads version ${SCHEMA_VERSION}. Upgrade Sojourn, or export the journey again from the release that wrote it.`,
    `该文档的 schemaVersion 为 ${version === undefined ? '空' : given}，当前版本只能读取 ${SCHEMA_VERSION}。请升级系统，或用原系统重新导出旅程。`,
  );
}

function noEntryRule(document: JsonObject): readonly Issue[] {
  const entry = document['entry'];
  if (!isObject(entry) || !Array.isArray(entry['rules']) || entry['rules'].length > 0) return [];
  return [
    error(
      'entry.no-rule',
      { pointer: '/entry/rules', nodeId: ENTRY_NODE },
      'Nobody can enter: the entry has no rule. Say which event, segment, schedule, date or list lets contacts in.',
      '没有客户能进入：入口还没有规则。请设置由事件、人群、定时、日期或名单触发进入。',
    ),
  ];
}

/** Adds the id of the node or edge that a pointer leads into, so that the canvas can show it. */
function withIds(issues: readonly Issue[], document: JsonObject): readonly Issue[] {
  return issues.map((issue) => {
    const [, list, index] = issue.pointer.split('/');
    if (list === 'entry') return { ...issue, nodeId: ENTRY_NODE };
    const parts = list === 'nodes' || list === 'edges' ? document[list] : undefined;
    const part: unknown = Array.isArray(parts) && index !== undefined ? parts[Number(index)] : undefined;
    if (!isObject(part) || typeof part['id'] !== 'string') return issue;
    return list === 'nodes' ? { ...issue, nodeId: part['id'] } : { ...issue, edgeId: part['id'] };
  });
}

function inOrder(issues: readonly Issue[]): Issue[] {
  const sorted = [
    ...issues.filter(({ severity }) => severity === 'error'),
    ...issues.filter(({ severity }) => severity === 'warning'),
  ];
  if (sorted.length <= MAX_ISSUES) return sorted;
  const left = sorted.length - MAX_ISSUES;
  const more = sorted[MAX_ISSUES]?.severity === 'error' ? error : warning;
  return [
    ...sorted.slice(0, MAX_ISSUES),
    more('document.more-issues', { pointer: '' }, `There are ${left} more problems.`, `另有 ${left} 个问题未列出。`),
  ];
}
