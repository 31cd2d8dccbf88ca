import type { JsonObject } from '@sojourn/canvas';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completed } from './completed.js';

const plugins = new URL('../../../../../../plugins/', import.meta.url);
const manifests = readdirSync(plugins, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    try {
      const { nodes } = JSON.parse(readFileSync(new URL(`${name}/plugin.json`, plugins), 'utf8')) as {
        nodes: { type: string; config: JsonObject; defaults: JsonObject }[];
      };
      return nodes.map(({ type, ...node }) => ({ name: type, ...node }));
    } catch {
      return []; // a folder that is no plugin yet
    }
  });
const schemaOf = (name: string) => manifests.find((manifest) => manifest.name === name)?.config ?? {};

describe('a config after a change in its form', () => {
  it.each(manifests.map(({ name, config, defaults }) => [name, config, defaults] as const))(
    'leaves the defaults of %s as they are',
    (_, config, defaults) => {
      expect(completed(config, defaults)).toEqual(defaults);
    },
  );

  it('takes out the groups that choosing a variant left empty', () => {
    const config = { mode: 'event', branches: [{ id: 'b1' }], timeout: {}, lookBack: {} };
    expect(completed(schemaOf('wait'), config)).toEqual({ mode: 'event', branches: [{ id: 'b1' }] });
  });

  it('begins what a variant demands', () => {
    expect(completed(schemaOf('wait'), { mode: 'duration', duration: {} })).toEqual({
      mode: 'duration',
      duration: { amount: 1, unit: 'days' },
    });
    expect(completed(schemaOf('wait'), { mode: 'until-date' })).toEqual({
      mode: 'until-date',
      offsetDays: 0,
      time: '09:00',
      yearly: false,
    });
    expect(completed(schemaOf('wait'), { mode: 'until-time' })).toEqual({ mode: 'until-time', time: '09:00' });
  });

  it('leaves what it does not know alone', () => {
    expect(completed({}, { anything: [1, { a: {} }] })).toEqual({ anything: [1, { a: {} }] });
    expect(completed(schemaOf('wait'), { mode: 'unheard-of', x: 1 })).toEqual({ mode: 'unheard-of', x: 1 });
  });
});
