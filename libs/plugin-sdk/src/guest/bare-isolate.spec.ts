import path from 'node:path';
import vm from 'node:vm';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const source = `
import { defineNode, definePlugin, to } from '@sojourn/plugin-sdk/engine';
import { serve } from '@sojourn/plugin-sdk/guest';
const node = defineNode({ execute: (ctx, { items }) => items.map((item) => to(item, item.sticky('s') < 1 ? 'a' : 'b')) });
export const { call } = serve(definePlugin({ nodes: { node } }), {});
`;

async function bundled(): Promise<Rolldown.OutputChunk> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'source',
        enforce: 'pre',
        resolveId: (id) => (id.endsWith('virtual:bare') ? '\0bare' : null),
        load: (id) => (id === '\0bare' ? source : null),
      },
      {
        name: 'house',
        enforce: 'pre',
        resolveId(id) {
          return id.startsWith('@sojourn/') ? this.resolve(id, import.meta.filename, { skipSelf: true }) : null;
        },
      },
    ],
    resolve: { conditions: ['@sojourn/source', 'module', 'import', 'default'] },
    build: {
      write: false,
      target: 'es2023',
      minify: false,
      lib: { entry: 'virtual:bare', formats: ['iife'], name: 'sojournPlugin' },
    },
  });
  return ([built].flat() as Rolldown.RolldownOutput[])[0]!.output[0]; // one format, one entry
}

it(
  'a bundle is small, of three rooms, and runs where there is nothing but the language',
  { timeout: 30_000 },
  async () => {
    const { code, moduleIds } = await bundled();
    expect(code.length).toBeLessThan(32_000);
    const rooms = moduleIds.filter((id) => id.includes('/libs/')).map((id) => path.relative(path.resolve(import.meta.dirname, '../../..'), id).split(path.sep)[0]); // prettier-ignore
    expect([...new Set(rooms)].sort()).toEqual(['kernel', 'plugin-sdk', 'rules']);
    expect(moduleIds.filter((id) => id.includes('node_modules'))).toEqual([]);

    const realm = vm.createContext(Object.create(null));
    vm.runInContext(code, realm);
    const item = { key: 0, runId: 1, visit: 1, at: 0, arrivedAt: 0, timeZone: 'UTC', contact: { id: 1, attributes: {}, tags: [] }, variables: {}, wake: { kind: 'arrived' }, history: {} }; // prettier-ignore
    const input = JSON.stringify({ node: 'node', nodeId: 'n', config: {}, items: [item] });
    const answer = (await vm.runInContext(`sojournPlugin.call('execute', ${JSON.stringify(input)}, () => {})`, realm)) as string; // prettier-ignore
    expect(JSON.parse(answer)).toEqual({ decisions: [{ item: 0, do: 'to', outcome: 'a' }] });
  },
);
