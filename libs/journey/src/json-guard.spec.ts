import { describe, expect, it } from 'vitest';
import type { NodeCatalogue } from './catalogue.js';
import { catalogue, goodDrawing } from './drawing.fixture.js';
import { validate } from './validate.js';

/** Processor time of this process so far, in milliseconds: on a busy machine the clock on the wall says nothing of what code costs. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

const codes = (document: unknown): string[] => validate(document, catalogue).map(({ code }) => code);

describe('hostile documents get an issue and never throw', () => {
  it.each([
    ['nothing', undefined, 'document.not-json'],
    ['null', null, 'document.not-an-object'],
    ['a number', 3, 'document.not-an-object'],
    ['a list', [], 'document.not-an-object'],
    ['text', 'journey', 'document.not-an-object'],
    ['a function', () => 1, 'document.not-json'],
    ['a date', new Date(0), 'document.not-json'],
    ['a map', new Map(), 'document.not-json'],
    ['NaN inside', { schemaVersion: NaN }, 'document.not-json'],
    ['a bigint inside', { schemaVersion: 1n }, 'document.not-json'],
  ])('%s', (_, document, code) => {
    expect(codes(document)).toEqual([code]);
  });

  it('100,000 levels', () => {
    const deep: unknown = JSON.parse(`{"schemaVersion":1,"nodes":${'['.repeat(5_000)}${']'.repeat(5_000)}}`);
    let deeper: unknown = deep;
    for (let i = 0; i < 100_000; i++) deeper = { nodes: deeper };
    expect(codes(deep)).toEqual(['document.too-deep']);
    expect(codes(deeper)).toEqual(['document.too-deep']);
    expect(validate(deeper, catalogue)[0]?.pointer.length).toBeLessThanOrEqual(200);
  });

  it('an object that holds itself', () => {
    const self: Record<string, unknown> = { schemaVersion: 1 };
    self['nodes'] = self;
    expect(codes(self)).toEqual(['document.too-deep']);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('the key %s, wherever it is', (key) => {
    const text = JSON.stringify(goodDrawing().document).replace('"text"', `"${key}"`);
    expect(codes(JSON.parse(text))).toEqual(['document.forbidden-key']);
    expect(({} as Record<string, unknown>)['text']).toBeUndefined();
  });

  it('a million values', () => {
    expect(codes({ schemaVersion: 1, nodes: Array.from({ length: 1_000_000 }, () => 0) })).toEqual([
      'document.too-large',
    ]);
  });

  it('many megabytes of text', () => {
    expect(codes({ schemaVersion: 1, name: 'x'.repeat(5_000_000) })).toEqual(['document.too-large']);
  });

  it('parts of the wrong kind everywhere', () => {
    const wrong = [null, 1, 'x', [], {}, [null], [[]], { from: 1 }];
    for (const value of wrong) {
      for (const key of ['name', 'timeZone', 'entry', 'exits', 'nodes', 'edges', 'description']) {
        const document = goodDrawing().broken(`/${key}`, value);
        expect(() => validate(document, catalogue)).not.toThrow();
      }
      for (const pointer of [
        '/entry/rules/0',
        '/entry/rules',
        '/nodes/0',
        '/nodes/0/config',
        '/nodes/0/id',
        '/edges/0',
        '/edges/0/from',
        '/edges/0/to',
      ]) {
        expect(codes(goodDrawing().broken(pointer, value)).length).toBeGreaterThan(pointer.endsWith('config') ? -1 : 0);
      }
    }
  });

  it('a list of 30,000 objects that must differ, within two seconds', () => {
    const unique: NodeCatalogue = {
      get: (type) => ({
        ...catalogue.get('note')!,
        type,
        configSchema: { type: 'object', properties: { list: { type: 'array', uniqueItems: true } } },
      }),
    };
    const list = Array.from({ length: 30_000 }, (_, i) => ({ a: { b: i } }));
    const began = cpuMs();
    const withList = (items: unknown[]) =>
      validate(goodDrawing().broken('/nodes/1/config', { list: items }), unique).filter(
        ({ code }) => code === 'config.duplicate',
      );
    expect(withList(list)).toEqual([]);
    expect(withList([...list, { a: { b: 7 } }])).toHaveLength(1);
    expect(cpuMs() - began).toBeLessThan(2_000);
  });

  it('30,000 edges out of the entry, within two seconds and 501 issues', () => {
    const edges = Array.from({ length: 30_000 }, (_, i) => ({
      id: `e${i}`,
      from: { node: 'entry', outcome: 'entered' },
      to: 'p',
    }));
    const began = cpuMs();
    const issues = validate({ ...goodDrawing().document, edges }, catalogue);
    expect(cpuMs() - began).toBeLessThan(2_000);
    expect(issues).toHaveLength(501);
    expect(issues.at(-1)).toMatchObject({ code: 'document.more-issues', severity: 'error' });
  });
});
