import type { JsonObject } from '@sojourn/kernel';
import { json } from '../packages.js';
import { schemaTables } from './schema-tables.js';
import { exportsOf } from './source-types.js';

const sdk = (name: string): string => `libs/plugin-sdk/src/${name}.ts`;

interface Part {
  readonly title: string;
  readonly words: string;
  readonly from: readonly (readonly [file: string, only?: readonly string[]])[];
}

const PARTS: readonly Part[] = [
  {
    title: 'What the fields mean',
    words: 'The same manifest as types, with what each part is for.',
    from: [
      [sdk('plugin-manifest'), ['PluginManifest']],
      [sdk('capability')],
      [sdk('node-spec'), ['NodeKind', 'NodeSpec', 'OutcomeRole', 'NodeHook', 'DataSpec', 'EffectsSpec', 'BatchSpec', 'Budgets', 'DeclarativeSpec']], // prettier-ignore
      [sdk('manifest'), ['FixedOutcome', 'EachOutcome', 'When']],
    ],
  },
  {
    title: 'The program',
    words: 'What `src/index.ts` exports, and what a batch holds. All of it comes from `@sojourn/plugin-sdk/engine`.',
    from: [
      [sdk('node'), ['NodeProgram', 'Batch', 'defineNode', 'definePlugin', 'defineTrigger']],
      [sdk('item'), ['Item', 'Visit', 'VisitContact', 'Wake', 'Receipt']],
    ],
  },
  {
    title: 'Decisions',
    words: 'The verbs make them; they are plain data.',
    from: [
      [sdk('verbs')],
      [sdk('decision'), ['Decision', 'Leaving', 'Waiting', 'Retrying', 'ContactPatch', 'Why', 'Subscription']],
      [sdk('effect')],
      [sdk('ask')],
    ],
  },
  {
    title: 'ctx',
    words: 'What the host gives to a node.',
    from: [[sdk('context')]],
  },
  {
    title: 'The other functions of a node',
    words: 'All optional; `hooks` of the manifest names those there are.',
    from: [[sdk('hooks')]],
  },
  {
    title: 'Fixtures',
    words: 'What `plugin test` reads, and `plugin dev` makes contacts of.',
    from: [['tools/src/plugin/test/fixture.ts']],
  },
];

/** The reference of the contract: tables of the published schema, then the types with their comments. */
export function contractReference(): string {
  const schema = json('libs/plugin-sdk/schema/plugin.schema.json') as JsonObject;
  const parts = PARTS.map(({ title, words, from }) => [`## ${title}`, words, ...from.map(([file, only]) => exportsOf(file, only))].join('\n\n')); // prettier-ignore
  const manifest = [
    '## plugin.json, field by field',
    'Out of the JSON Schema. `[]` stands for each item of a list.',
    schemaTables(schema, 'plugin.json'),
  ];
  return [manifest.join('\n\n'), ...parts].join('\n\n');
}
