import type { JsonObject } from '@sojourn/kernel';
import type { Capability, NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';
import { fieldsOf, writesOf, type Promotion } from './promotion.js';

/** `plugin.json` of a promoted script. */
export function manifestFile(promotion: Promotion): PluginManifest {
  const { publisher, name, title } = promotion;
  const node = nodeOf(promotion);
  return {
    $schema: './node_modules/@sojourn/plugin-sdk/schema/plugin.schema.json',
    id: `${publisher}.${name}`,
    version: '0.1.0',
    sdk: '^1.0.0',
    product: '>=0.1.0',
    title,
    description: node.description,
    publisher: { name: publisher },
    icons: { light: 'icons/light.svg', dark: 'icons/dark.svg' },
    main: 'dist/plugin.js',
    locales: ['en', 'zh-CN'],
    capabilities: capabilitiesOf(node),
    nodes: [node],
  };
}

function nodeOf(promotion: Promotion): NodeSpec {
  const { name, title, outcomes, readable, source, timeoutMs, memoryMb } = promotion;
  const writes = writesOf(source);
  const written = [...(writes.attributes ? ['attributes.*'] : []), ...(writes.tags ? ['tags.*'] : [])];
  const failures = new Set(promotion.fixtures.map(({ expect }) => (expect['why'] as JsonObject | undefined)?.['code']));
  const changes = written.length > 0 || writes.variables;
  return {
    type: name,
    typeVersion: 1,
    kind: changes ? 'transform' : 'split',
    category: changes ? 'data' : 'flow',
    title,
    description: {
      en: 'Decides by a script that grew up on the canvas.',
      'zh-CN': '由画布上的脚本转成的节点，按脚本的结果继续旅程。',
    },
    icon: 'CodeOutlined',
    inputs: 1,
    waits: false,
    summary: title,
    config: { type: 'object', additionalProperties: false, properties: {} },
    defaults: {},
    outcomes: [
      ...outcomes.map(({ id, label }) => ({ id, label: { en: label, 'zh-CN': label }, role: 'success' as const })),
      { id: 'error', label: { en: 'Error', 'zh-CN': '出错' }, tone: 'bad', role: 'failure' },
    ],
    data: { reads: fieldsOf(readable), ...(written.length > 0 ? { writes: written } : {}) },
    effects: { kind: written.length > 0 ? 'contact' : 'none', idempotency: 'pure', dryRun: 'run' },
    budgets: { cpuMs: Math.min(5_000, Math.max(1_000, timeoutMs * 4)), memoryMb: Math.max(64, memoryMb) },
    reasons: {
      returned: { en: 'It decided {outcome}.', 'zh-CN': '结果为 {outcome}。' },
      'script-error': { en: 'The script failed: {message}', 'zh-CN': '脚本出错：{message}' },
      'wrong-return': {
        en: 'The script returned something else than an outcome with its changes: {message}',
        'zh-CN': '脚本的返回值不符合约定：{message}',
      },
    },
    // "plugin test" wants to meet each of these; the rest leaves by the same way when it comes.
    errors: ['script-error', 'wrong-return'].filter((code) => failures.has(code)),
    uses: [],
  };
}

function capabilitiesOf({ data: { reads, writes } }: NodeSpec): Capability[] {
  const read: Capability = {
    kind: 'contacts.read',
    fields: reads,
    reason: { en: 'The script decides by these.', 'zh-CN': '脚本据此判断。' },
  };
  const write: Capability = {
    kind: 'contacts.write',
    fields: writes ?? [],
    reason: { en: 'The script writes what it returns in set and tags.', 'zh-CN': '写入脚本返回的 set 和 tags。' },
  };
  return [...(reads.length > 0 ? [read] : []), ...(writes ? [write] : [])];
}
