import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { floorOf } from '@sojourn/tools/checks/floors';
import { packages, root } from './packages.js';

const RULE = '@nx/enforce-module-boundaries';

describe('who may import whom', () => {
  const eslint = new ESLint({ cwd: root });

  const complaints = async (file: string, code: string): Promise<string[]> => {
    const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` });
    return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
  };
  const importing = (name: string): string => `import * as other from '${name}';\nexport const seen = other;\n`;

  it.each([
    ['a plugin may not import the engine proper', 'plugins/wait/src/index.ts', '@sojourn/execution'],
    ['a plugin may not import the kernel behind the SDK’s back', 'plugins/wait/src/index.ts', '@sojourn/kernel'],
    ['a plugin may not import another plugin', 'plugins/wait/src/index.ts', '@sojourn/plugin-coupon'],
    ['storage may not import its sibling queue', 'libs/storage/src/index.ts', '@sojourn/queue'],
    ['the sandbox may not import its sibling storage', 'libs/sandbox/src/index.ts', '@sojourn/storage'],
    ['a lib may not import an app', 'libs/execution/src/index.ts', '../../../apps/engine/src/main.js'],
    ['the engine proper may not import a database', 'libs/execution/src/index.ts', '@sojourn/storage'],
    ['packages of plugins are read without a database', 'libs/packaging/src/index.ts', '@sojourn/storage'],
    ['storage knows nothing of what is in a package', 'libs/storage/src/index.ts', '@sojourn/packaging'],
    ['rules may import nothing but the kernel', 'libs/rules/src/index.ts', '@sojourn/journey'],
    ['the kernel may import nothing of ours', 'libs/kernel/src/index.ts', '@sojourn/rules'],
    ['the building blocks of the studio know nothing of journeys', 'libs/ui/src/index.ts', '@sojourn/journey'],
    ['the canvas may not import the engine proper', 'libs/canvas/src/index.ts', '@sojourn/execution'],
    ['the studio may not import storage', 'apps/studio/src/main.tsx', '@sojourn/storage'],
    ['the engine may not import the canvas', 'apps/engine/src/main.ts', '@sojourn/canvas'],
    ['nobody imports the tests', 'tools/src/cli/main.ts', '../../../tests/house/packages.js'],
    [
      'another package is imported by its name, not by a path',
      'plugins/wait/src/index.ts',
      '../../../libs/plugin-sdk/src/index.js',
    ],
  ])('%s', async (_sentence, file, name) => {
    expect(await complaints(file, importing(name))).toContain(RULE);
  });

  it.each([
    ['a plugin imports the SDK', 'plugins/wait/src/index.ts', '@sojourn/plugin-sdk'],
    ['storage implements the ports of the engine proper', 'libs/storage/src/index.ts', '@sojourn/execution'],
    ['the engine binds ports to adapters', 'apps/engine/src/main.ts', '@sojourn/storage'],
    ['the studio shows the canvas', 'apps/studio/src/main.tsx', '@sojourn/canvas'],
    ['tools import anything', 'tools/src/cli/main.ts', '@sojourn/execution'],
  ])('%s', async (_sentence, file, name) => {
    expect(await complaints(file, importing(name))).not.toContain(RULE);
  });

  it.each([
    [
      'Date.now() below the apps',
      'libs/execution/src/index.ts',
      'export const at = Date.now();\n',
      'no-restricted-properties',
    ],
    [
      'Math.random() below the apps',
      'plugins/wait/src/index.ts',
      'export const luck = Math.random();\n',
      'no-restricted-properties',
    ],
    [
      'new Date() without a moment',
      'libs/journey/src/index.ts',
      'export const at = new Date();\n',
      'no-restricted-syntax',
    ],
    ['an enum in a lib', 'libs/journey/src/index.ts', 'export enum State {\n  live,\n}\n', 'no-restricted-syntax'],
    [
      'a promise nobody awaits',
      'libs/execution/src/ports.ts',
      'async function save(): Promise<void> {}\nexport function go(): void {\n  save();\n}\n',
      '@typescript-eslint/no-floating-promises',
    ],
  ])('lint refuses %s', async (_sentence, file, code, rule) => {
    expect(await complaints(file, code)).toContain(rule);
  });

  it('the clock itself may read the time', async () => {
    expect(await complaints('libs/kernel/src/clock.ts', 'export const at = Date.now();\n')).toEqual([]);
  });
}, 60_000);

describe('every package stands on its floor', () => {
  it.each(packages())('$folder', ({ folder, tags }) => {
    const floor = folder.startsWith('plugins/') ? 'plugin' : (floorOf as Record<string, string>)[folder];
    expect(floor, `${folder} has no floor: add it to tools/checks/floors.mjs`).toBeDefined();
    expect(tags.filter((tag) => tag.startsWith('floor:'))).toEqual([`floor:${floor}`]);
    expect(tags.filter((tag) => /^runs:(anywhere|node|browser)$/.test(tag))).toHaveLength(1);
  });
});
