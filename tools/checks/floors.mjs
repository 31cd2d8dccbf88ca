/**
 * Who may import whom: the table of the house, as constraints for `@nx/enforce-module-boundaries`.
 * Each package says in its package.json (`nx.tags`) on which floor it stands and where it runs.
 */
const may = (floor, ...imports) => ({
  sourceTag: `floor:${floor}`,
  onlyDependOnLibsWithTags: imports.map((name) => `floor:${name}`),
});

const everywhere = [
  'kernel',
  'rules',
  'journey',
  'content',
  'insight',
  'plugin-sdk',
  'packaging',
  'execution',
  'adapter',
  'plugin',
];
const screens = ['ui', 'canvas'];
const programs = ['engine', 'studio'];

export const floors = [
  may('kernel'),
  may('ui'),
  may('rules', 'kernel'),
  may('content', 'kernel'),
  may('insight', 'kernel'),
  may('journey', 'kernel', 'rules'),
  may('plugin-sdk', 'journey', 'rules', 'kernel'),
  may('packaging', 'plugin-sdk', 'journey', 'rules', 'kernel'),
  may('plugin', 'plugin-sdk'),
  may('execution', 'plugin-sdk', 'journey', 'rules', 'kernel'),
  // Siblings never know each other: the engine binds them.
  may('adapter', 'execution', 'journey', 'rules', 'kernel'),
  may('canvas', 'ui', 'journey', 'plugin-sdk'),
  may('studio', 'canvas', 'ui', 'journey', 'rules'),
  may('engine', ...everywhere),
  // Anything, through its index; nothing but the tests imports the tools, nothing imports the tests.
  may('tools', ...everywhere, ...screens, ...programs),
  may('tests', ...everywhere, ...screens, ...programs, 'tools'),
];

export const whereItRuns = [
  { sourceTag: 'runs:anywhere', onlyDependOnLibsWithTags: ['runs:anywhere'] },
  { sourceTag: 'runs:browser', onlyDependOnLibsWithTags: ['runs:anywhere', 'runs:browser'] },
  { sourceTag: 'runs:node', onlyDependOnLibsWithTags: ['*'] },
];

/** The floor of each folder, for the check that every package carries the right tag. */
export const floorOf = {
  'apps/engine': 'engine',
  'apps/studio': 'studio',
  'libs/kernel': 'kernel',
  'libs/rules': 'rules',
  'libs/journey': 'journey',
  'libs/content': 'content',
  'libs/insight': 'insight',
  'libs/plugin-sdk': 'plugin-sdk',
  'libs/packaging': 'packaging',
  'libs/execution': 'execution',
  'libs/storage': 'adapter',
  'libs/queue': 'adapter',
  'libs/sandbox': 'adapter',
  'libs/ui': 'ui',
  'libs/canvas': 'canvas',
  tools: 'tools',
  tests: 'tests',
};
