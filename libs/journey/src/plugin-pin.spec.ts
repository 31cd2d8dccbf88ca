import { describe, expect, it } from 'vitest';
import type { NodeCatalogue } from './catalogue.js';
import { compile } from './compile.js';
import { catalogue, drawing } from './drawing.fixture.js';
import { pluginOfType, type PluginPin, type PluginState } from './plugin-pin.js';
import { remedyFor } from './plugin-remedies.js';
import { validate } from './validate.js';

const PIN: PluginPin = { plugin: 'acme.weather', version: '1.2.0', hash: 'a'.repeat(64) };
const FORECAST = 'acme.weather/forecast';

/** Entry, forecast, stop. */
const weather = (pins: unknown = { [FORECAST]: PIN }) =>
  drawing()
    .node('f', FORECAST, { city: 'Oslo' })
    .node('s', 'stop')
    .edge('entry.entered', 'f')
    .edge('f.dry', 's')
    .with({ plugins: pins as never }).document;

/** The fixture's types, and the forecast in a state. */
const knowing = (state: PluginState): NodeCatalogue => ({
  get: (name) =>
    name === FORECAST
      ? { ...catalogue.get('note')!, type: FORECAST, configSchema: {}, outcomes: () => [] }
      : catalogue.get(name),
  pluginOf: (name) => (name === FORECAST ? { pin: PIN, state } : undefined),
});
const codes = (document: unknown, with_: NodeCatalogue = catalogue) =>
  validate(document, with_).map(({ code }) => code);

describe('plugins of a drawing', () => {
  it('reads the plugin off a third-party type, and none off what ships', () => {
    expect(pluginOfType(FORECAST)).toBe('acme.weather');
    for (const own of ['wait', 'update-contact', 'acme/forecast', 'acme.weather', 'Acme.Weather/forecast', 'a.b/c/d'])
      expect(pluginOfType(own)).toBeUndefined();
  });

  it('refuses pins that are not pins, of what ships, and of another plugin', () => {
    expect(codes(weather())).toEqual(['node.unknown-type']);
    expect(codes(weather({ [FORECAST]: { ...PIN, hash: 'latest' } }))).toContain('document.pattern');
    expect(codes(weather({ [FORECAST]: { plugin: 'acme.weather' } }))).toContain('document.required');
    expect(codes(weather({ wait: PIN })).some((code) => code.startsWith('document.'))).toBe(true);
    expect(codes(weather({ [FORECAST]: { ...PIN, plugin: 'evil.weather' } }))).toContain('document.foreign-pin');
    expect(codes(weather([]))).toContain('document.type');
  });

  it('takes both answers to a plugin that is not there, and no third', () => {
    const asked = (whenUnavailable: string) => {
      const document = weather();
      return { ...document, nodes: document.nodes.map((node) => ({ ...node, whenUnavailable })) };
    };
    expect(codes(asked('failure'))).toEqual(['node.unknown-type']);
    expect(codes(asked('park'))).toEqual(['node.unknown-type']);
    expect(codes(asked('panic'))).toContain('document.choice');
  });

  it('says of a plugin that cannot be used what a person does about it, and blocks publishing', () => {
    expect(codes(weather(), knowing('ok')).filter((code) => code.startsWith('node.'))).toEqual([]);
    for (const state of ['missing', 'disabled', 'revoked', 'corrupt', 'no-consent'] as const) {
      const issue = validate(weather(), knowing(state)).find(({ code }) => code === 'node.plugin-unavailable');
      expect(issue).toMatchObject({ severity: 'error', nodeId: 'f', message: remedyFor('acme.weather', state) });
      expect(issue?.message['zh-CN']).toMatch(/插件 ?acme\.weather/);
    }
    expect(validate(weather(), catalogue)[0]?.message).toEqual(remedyFor('acme.weather', 'missing'));
  });

  it('that is pinned to a version which was never here says which one is, whether its bytes are stored or not', () => {
    const other = { pin: PIN, installed: '2.0.0' };
    const unknown: NodeCatalogue = { ...catalogue, pluginOf: () => ({ ...other, state: 'missing' }) };
    const known: NodeCatalogue = { ...knowing('ok'), pluginOf: () => ({ ...other, state: 'no-consent' }) };
    for (const [of, code] of [
      [unknown, 'node.unknown-type'],
      [known, 'node.plugin-unavailable'],
    ] as const) {
      const { message } = validate(weather(), of).find((issue) => issue.code === code)!;
      for (const words of Object.values(message)) expect(words).toMatch(/1\.2\.0.*2\.0\.0/);
    }
  });

  it('compiles a type that nobody knows as a ghost, and everything else as ever', () => {
    expect(() => compile(weather(), catalogue)).toThrow('acme.weather is not installed');
    const plan = compile(weather(), catalogue, { ghosts: true });
    expect(plan.nodes.get('f')).toMatchObject({ ghost: true, pin: PIN, next: new Map([['dry', 's']]) });
    expect(plan.nodes.get('f')?.reads.attributes.size).toBe(0);
    expect(plan.nodes.get('s')).not.toHaveProperty('ghost');
    expect(plan.nodes.get('s')).not.toHaveProperty('pin');
    expect(() => compile({ ...weather(), edges: [] }, catalogue, { ghosts: true })).toThrow('not connected');
  });

  it('compiles what is known and switched off as a node like any other, for engines alone', () => {
    const document = { ...weather(), edges: weather().edges.slice(0, 1) };
    expect(() => compile(document, knowing('disabled'))).toThrow('switched off');
    expect(compile(document, knowing('disabled'), { ghosts: true }).nodes.get('f')).toMatchObject({ pin: PIN });
    const strict: NodeCatalogue = { ...knowing('ok'), get: (name) => catalogue.get(name === FORECAST ? 'note' : name) };
    expect(() => compile(document, strict)).toThrow('"city" is not known here');
    expect(compile(document, strict, { ghosts: true }).nodes.get('f')).not.toHaveProperty('ghost');
    const drawn = { ...document, plugins: undefined };
    expect(compile(drawn, knowing('ok')).nodes.get('f')?.pin).toEqual(PIN);
  });

  it('takes no source for a step', () => {
    const source: NodeCatalogue = {
      get: (name) => (name === FORECAST ? { ...catalogue.get('note')!, isSource: true } : catalogue.get(name)),
    };
    expect(codes(weather(), source)).toContain('node.source');
  });
});
