import nxPlugin from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { floors, whereItRuns } from './tools/checks/floors.mjs';
import { prepareGraph } from './tools/checks/graph.mjs';

// Without a graph the boundaries rule stays silent, so it is made here, before the first file is read.
await prepareGraph();

const specs = ['**/*.spec.ts', '**/*.spec.tsx'];

/** Time comes from `Clock`, chance from a seeded `Random`: then a year can be replayed in a minute, twice the same. */
const timeAndChance = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Take a Clock (@sojourn/kernel) instead.' },
    { object: 'Math', property: 'random', message: 'Take a seeded Random (@sojourn/kernel) instead.' },
  ],
};

const currentMoment = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'new Date() reads the machine’s clock: take a Clock (@sojourn/kernel) instead.',
};

/** Of ESLint's own rules those that find mistakes; the compiler finds the rest. */
const mistakes = [
  'no-async-promise-executor',
  'no-case-declarations',
  'no-cond-assign',
  'no-constant-condition',
  'no-control-regex',
  'no-debugger',
  'no-dupe-else-if',
  'no-duplicate-case',
  'no-empty-pattern',
  'no-fallthrough',
  'no-loss-of-precision',
  'no-misleading-character-class',
  'no-regex-spaces',
  'no-self-assign',
  'no-self-compare',
  'no-sparse-arrays',
  'no-unsafe-finally',
  'no-unsafe-optional-chaining',
  'no-useless-escape',
  'use-isnan',
  'valid-typeof',
];

/** What vanishes when types are stripped is the only TypeScript that libs and plugins write. */
const erasable = [
  { selector: 'TSEnumDeclaration', message: 'A union of strings, or an object `as const`, instead of an enum.' },
  { selector: 'TSParameterProperty', message: 'Declare the field and assign it in the constructor.' },
  { selector: "TSModuleDeclaration[kind='namespace']", message: 'A file is the namespace.' },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/node_modules',
      '**/coverage',
      '**/var',
      '.nx',
      'apps/studio/src/api/schema.ts',
      '**/fixtures',
    ],
  },
  ...tseslint.configs.recommended,
  prettier,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...Object.fromEntries(mistakes.map((rule) => [rule, 'error'])),
      'no-constant-condition': ['error', { checkLoops: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/triple-slash-reference': ['error', { path: 'always', types: 'prefer-import', lib: 'never' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx,mts}'],
    plugins: { '@nx': nxPlugin },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, allow: [], depConstraints: [...floors, ...whereItRuns] },
      ],
    },
  },
  {
    files: ['libs/**/*.{ts,tsx}', 'plugins/**/*.ts'],
    ignores: [...specs, '**/*.d.ts'],
    rules: { ...timeAndChance, 'no-restricted-syntax': ['error', currentMoment, ...erasable] },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['libs/kernel/src/clock.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['apps/studio/**/*.{ts,tsx}', 'libs/canvas/**/*.{ts,tsx}', 'libs/ui/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // A promise nobody awaits is a transaction nobody commits.
    files: ['libs/{execution,storage,queue,sandbox}/src/**/*.ts', 'apps/engine/src/**/*.ts'],
    ignores: specs,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
);
