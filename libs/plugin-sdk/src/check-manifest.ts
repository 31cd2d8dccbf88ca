import type { Issue, Json, JsonObject, LocalText } from '@sojourn/kernel';
import { child, schemaIssues, stepsOf, valuesAt } from '@sojourn/journey';
import type { Manifest } from './manifest.js';
import { manifestSchema } from './manifest-schema.js';
import { nodeTypeOf } from './node-type.js';
import { HOLE } from './filled.js';

/**
 * Everything wrong with a `plugin.json`; `[]` for a good one. Besides the schema: both languages in every text a person
 * reads, defaults that meet the config's own schema, pointers that lead somewhere, outcome ids that differ.
 */
export function checkManifest(manifest: unknown): Issue[] {
  const form = schemaIssues(manifestSchema, manifest, 'manifest', '');
  if (form.length > 0) return [...form];
  // The schema has just said that it is one.
  const sound = manifest as Manifest;
  return [
    ...configTexts(sound.config, '/config'),
    ...holeIssues(sound),
    ...outcomeIssues(sound),
    ...pointerIssues(sound),
    ...defaultIssues(sound),
  ];
}

/** Every field of the form has a title, and every English text its Chinese twin. */
function configTexts(schema: Json | undefined, pointer: string, isField = false): Issue[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const part = schema as JsonObject;
  const chinese = (part['x-zh-CN'] ?? {}) as JsonObject;
  const issues: Issue[] = [];
  const hidden = part['const'] !== undefined || part['x-widget'] === 'hidden';
  if (isField && part['title'] === undefined && !hidden)
    issues.push(issue('untitled', pointer, 'This field has no title.', '该字段缺少标题。'));
  for (const [english, twin] of [
    ['title', 'title'],
    ['description', 'description'],
    ['x-enumNames', 'enumNames'],
    ['x-hint', 'hint'],
  ] as const) {
    const isLocal = typeof part[english] === 'object' && !Array.isArray(part[english]);
    if (part[english] !== undefined && !isLocal && chinese[twin] === undefined) {
      issues.push(
        issue(
          'untranslated',
          child(pointer, english),
          `"${english}" has no Chinese twin in x-zh-CN.${twin}.`,
          `“${english}”缺少中文（x-zh-CN.${twin}）。`,
        ),
      );
    }
  }
  const values = part['enum'];
  if (Array.isArray(values)) {
    for (const names of [part['x-enumNames'], chinese['enumNames']]) {
      if (Array.isArray(names) && names.length === values.length) continue;
      issues.push(
        issue(
          'enum-names',
          pointer,
          'Each value of a choice needs a name in both languages (x-enumNames, x-zh-CN.enumNames).',
          '每个选项都需要中英文名称（x-enumNames、x-zh-CN.enumNames）。',
        ),
      );
      break;
    }
  }
  const properties = (part['properties'] ?? {}) as JsonObject;
  for (const [key, field] of Object.entries(properties))
    issues.push(...configTexts(field, child(`${pointer}/properties`, key), true));
  if (part['items'] !== undefined) issues.push(...configTexts(part['items'], `${pointer}/items`));
  for (const key of ['oneOf', 'anyOf', 'allOf']) {
    const branches = part[key];
    if (!Array.isArray(branches)) continue;
    branches.forEach((branch: Json, index) => {
      if (key === 'oneOf' && (branch as JsonObject)['title'] === undefined)
        issues.push(issue('untitled', `${pointer}/${key}/${index}`, 'This variant has no title.', '该选项缺少标题。'));
      issues.push(...configTexts(branch, `${pointer}/${key}/${index}`));
    });
  }
  return issues;
}

/** A reason's holes are its parameters: both languages fill the same. */
function holeIssues(manifest: Manifest): Issue[] {
  const texts: [string, LocalText][] = [
    ['/summary', manifest.summary],
    ...(manifest.summaries ?? []).map(({ text }, index): [string, LocalText] => [`/summaries/${index}/text`, text]),
    ...Object.entries(manifest.reasons).map(([code, words]): [string, LocalText] => [child('/reasons', code), words]),
  ];
  return texts.flatMap(([pointer, words]) => {
    const [en, zh] = [words.en, words['zh-CN']].map((line) =>
      [...line.matchAll(HOLE)]
        .map(([, name]) => name)
        .sort()
        .join(),
    );
    return en === zh
      ? []
      : [issue('holes-differ', pointer, 'The two languages have different {holes}.', '两种语言中的 {占位符} 不一致。')];
  });
}

function outcomeIssues(manifest: Manifest): Issue[] {
  const seen = new Set<string>();
  return manifest.outcomes.flatMap((spec, index) => {
    if ('each' in spec) return [];
    const twice = seen.has(spec.id);
    seen.add(spec.id);
    return twice
      ? [
          issue(
            'duplicate-outcome',
            `/outcomes/${index}/id`,
            `The outcome "${spec.id}" is declared twice.`,
            `出口“${spec.id}”重复声明。`,
          ),
        ]
      : [];
  });
}

/** A pointer that names no field of the config schema would silently read nothing. */
function pointerIssues(manifest: Manifest): Issue[] {
  const { attributesAt = [], conditionsAt = [], eventsAt = [] } = manifest.reads;
  const named: [string, string][] = [
    ...manifest.outcomes.flatMap((spec, index): [string, string][] =>
      'each' in spec ? [[`/outcomes/${index}/each`, `${spec.each}/*/${spec.id}`]] : [],
    ),
    ...attributesAt.map((at, index): [string, string] => [`/reads/attributesAt/${index}`, at]),
    ...conditionsAt.map((at, index): [string, string] => [`/reads/conditionsAt/${index}`, at]),
    ...eventsAt.flatMap((spec, index): [string, string][] =>
      (typeof spec === 'string' ? [spec] : [spec.at, spec.withinAt]).map((at) => [`/reads/eventsAt/${index}`, at]),
    ),
    ...[manifest.summary, ...(manifest.summaries ?? []).map(({ text }) => text)].flatMap((words): [string, string][] =>
      [...words.en.matchAll(HOLE)].map(([, at]) => ['/summary', at ?? '']),
    ),
  ];
  return named
    .filter(([, at]) => !isField(manifest.config, stepsOf(at)))
    .map(([pointer, at]) =>
      issue('unknown-field', pointer, `"${at}" is not a field of the config.`, `“${at}”不是配置中的字段。`),
    );
}

function isField(schema: Json | undefined, steps: readonly string[]): boolean {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false;
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  const part = schema as JsonObject;
  const properties = (part['properties'] ?? {}) as JsonObject;
  if (
    step === '*' || /^\d+$/.test(step)
      ? isField(part['items'], rest)
      : Object.hasOwn(properties, step) && isField(properties[step], rest)
  )
    return true;
  return ['oneOf', 'anyOf', 'allOf'].some(
    (key) => Array.isArray(part[key]) && (part[key] as readonly Json[]).some((branch) => isField(branch, steps)),
  );
}

function defaultIssues(manifest: Manifest): Issue[] {
  const type = nodeTypeOf(manifest);
  const lost = Object.keys(manifest.defaultTexts ?? {}).filter(
    (pointer) => typeof valuesAt(manifest.defaults, pointer)[0]?.value !== 'string',
  );
  return [
    ...schemaIssues(manifest.config, manifest.defaults, 'manifest.defaults', '/defaults'),
    ...(type.check?.(manifest.defaults) ?? []).map((found) => ({ ...found, pointer: `/defaults${found.pointer}` })),
    ...lost.map((pointer) =>
      issue(
        'unknown-field',
        child('/defaultTexts', pointer),
        `"${pointer}" is not a text of the defaults.`,
        `默认配置中没有文本“${pointer}”。`,
      ),
    ),
  ];
}

function issue(kind: string, pointer: string, en: string, zh: string): Issue {
  return { severity: 'error', code: `manifest.${kind}`, pointer, message: { en, 'zh-CN': zh } };
}
