/**
 * Gives every package the same targets, so that no package.json repeats them:
 * `npx nx affected -t lint typecheck test`, `npx nx run @sojourn/kernel:test`.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

export const createNodesV2 = [
  '{{apps,libs,plugins}/*,tools,tests}/package.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const root = path.dirname(file);
      const isTyped = existsSync(path.join(workspaceRoot, root, 'tsconfig.json'));
      return [file, { projects: { [root]: { targets: { ...common(root), ...(isTyped ? typed(root) : {}) } } } }];
    }),
];

function common(root) {
  return {
    lint: cached(`eslint ${root} --max-warnings 0`, ['default', '^production', '{workspaceRoot}/eslint.config.mjs']),
    test: cached(`vitest run --project ${vitestName(root)} --passWithNoTests`, [
      'default',
      '^production',
      '{workspaceRoot}/vitest.config.ts',
      { env: 'SOJOURN_TEST_MYSQL_URL' },
      { env: 'SOJOURN_TEST_NO_MYSQL' },
    ]),
  };
}

/** Not cached by Nx: the compiler keeps its own account of what is up to date, in `dist`. */
function typed(root) {
  return { typecheck: { executor: 'nx:run-commands', options: { command: `tsc -b ${root}` } } };
}

function cached(command, inputs) {
  return { executor: 'nx:run-commands', options: { command }, cache: true, inputs };
}

/** As in vitest.config.ts: the folder's name, plugins with their floor before it. */
function vitestName(root) {
  return root.replace('plugins/', 'plugin-').replace(/^.*\//, '');
}
