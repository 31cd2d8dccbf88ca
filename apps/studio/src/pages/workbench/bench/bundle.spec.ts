import { expect, it } from 'vitest';
import vm from 'node:vm';
import { composed } from './bundle.js';

const LIBRARY = `Object.assign(globalThis, { sojournRuntime: { engine: { to: (item, way) => item + way }, serve: (plugin, more) => ({ plugin, more }) } });`;

it('leaves one name behind, made of the module’s default export and the SDK', () => {
  const emitted = `const sdk = require('@sojourn/plugin-sdk/engine'); exports.default = { made: sdk.to('a', 'b') };`;
  const realm = vm.createContext({});
  vm.runInContext(composed(LIBRARY, emitted, { hi: 1 }), realm);
  expect(JSON.stringify(vm.runInContext('sojournPlugin', realm))).toBe(
    '{"plugin":{"made":"ab"},"more":{"texts":{"hi":1}}}',
  );
  expect(Object.keys(realm)).toEqual(['sojournPlugin']);
});

it('imports nothing else', () => {
  expect(() => vm.runInNewContext(composed(LIBRARY, `require('node:fs')`, {}))).toThrow(/not node:fs/);
});
