import { checkPluginManifest, reasonOf, summaryOf } from '@sojourn/plugin-sdk';
import { driver, visit } from '@sojourn/plugin-sdk/testing';
import { expect, it } from 'vitest';
import { manifest, node, plugin } from './index.js';

const exit = driver(manifest, node);

it('has a manifest in both languages', () => {
  expect(checkPluginManifest(plugin)).toEqual([]);
});

it('ends the run of everyone who comes here', () => {
  expect(exit.table({}, { ana: visit(), bo: visit().nth(2) })).toEqual({ ana: 'drop', bo: 'drop' });
});

it('has no way out', () => {
  expect(exit.outcomes({ label: 'Bought again' })).toEqual([]);
});

it('says what was reached, when it has a name', () => {
  const decision = exit.one({ label: '已复购' }, visit());
  expect(decision).toEqual({ item: 0, do: 'drop', why: { code: 'endedAs', params: { label: '已复购' } } });
  expect(reasonOf(manifest, { code: 'endedAs', params: { label: '已复购' } }, 'zh-CN')).toBe('旅程结束：已复购');
  expect(exit.one({}, visit())).toEqual({ item: 0, do: 'drop', why: { code: 'ended' } });
});

it('shows the name on its card', () => {
  expect(summaryOf(manifest, { label: 'Bought again' }, 'en')).toBe('Bought again');
  expect(summaryOf(manifest, {}, 'zh-CN')).toBe('结束旅程');
});

it('refuses an empty name with words', () => {
  expect(() => exit.one({ label: '' }, visit())).toThrow(/"What was reached" is empty/);
});
