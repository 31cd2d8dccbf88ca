import { describe, expect, it } from 'vitest';
import { sampleDocument } from '../edits/documents.fixture.js';
import { changeWhenUnavailable } from '../edits/index.js';
import { createActions } from '../store/actions.js';
import { createEditorStore } from '../store/editor-store.js';
import { ghostOf } from '../view/StepCard.js';
import { cardOf } from './card.js';
import { kindsOfManifests, type OfferedManifest } from './kinds-of-manifests.js';
import { withPins } from './pins.js';
import { searchKinds } from './step-kind.js';

const hash = 'a'.repeat(64);
const manifest = (name: string, more: Partial<OfferedManifest> = {}): OfferedManifest => ({
  name,
  version: '1.0.0',
  title: { en: 'Forecast', 'zh-CN': '天气预报' },
  description: { en: 'Asks for the weather', 'zh-CN': '查询天气' },
  category: 'data',
  icon: 'ApiOutlined',
  waits: false,
  summary: { en: 'In {/city}', 'zh-CN': '{/city}' },
  config: { type: 'object', properties: { city: { type: 'string' } } },
  defaults: { city: 'Paris' },
  outcomes: [{ id: 'dry', label: { en: 'Dry', 'zh-CN': '晴' } }],
  reads: {},
  reasons: {},
  permissions: [],
  plugin: { id: 'acme.weather', version: '1.0.0', hash },
  ...more,
});
const node = { id: 'n', type: 'acme.weather/forecast', config: { city: 'Rome' }, position: { x: 0, y: 0 } };

describe('a step whose plugin cannot run', () => {
  const remedy = { en: 'Switch it on', 'zh-CN': '请启用' };
  const kinds = kindsOfManifests([manifest('acme.weather/forecast', { state: 'disabled', remedy })]);

  it('keeps title, summary and ways out from its stored manifest, and says what is the matter', () => {
    const card = cardOf(node, kinds.get(node.type), new Map([['dry', 'e1']]));
    expect(card.outcomes).toMatchObject([{ id: 'dry', label: { en: 'Dry' }, edgeId: 'e1' }]);
    expect(card.kind?.summary(node.config, 'en')).toBe('In Rome');
    expect(ghostOf(card)).toBe('disabled');
    expect(card.kind?.unavailable?.remedy).toEqual(remedy);
  });

  it('keeps its edges even when nobody knows its manifest', () => {
    const card = cardOf(node, undefined, new Map([['dry', 'e1']]));
    expect(card.outcomes).toEqual([{ id: 'dry', label: { en: 'dry', 'zh-CN': 'dry' }, edgeId: 'e1' }]);
    expect(ghostOf(card)).toBe('missing');
  });

  it('is not offered for new steps, nor is what only brings events', () => {
    expect(searchKinds(kinds, '')).toEqual([]);
    expect(searchKinds(kindsOfManifests([manifest('acme.weather/watch', { kind: 'trigger' })]), '')).toEqual([]);
    expect(searchKinds(kindsOfManifests([manifest('acme.weather/forecast')]), '')).toHaveLength(1);
  });
});

describe('pins', () => {
  const kinds = kindsOfManifests([manifest('acme.weather/forecast')]);
  const pin = { plugin: 'acme.weather', version: '1.0.0', hash };

  it('come with the first step of a type, stay as they were, and go with the last', () => {
    const document = sampleDocument();
    expect(withPins(document, kinds)).toBe(document);
    const drawn = { ...document, nodes: [...document.nodes, node] };
    const pinned = withPins(drawn, kinds);
    expect(pinned.plugins).toEqual({ [node.type]: pin });
    expect(withPins(pinned, kinds)).toBe(pinned);
    const old = { ...drawn, plugins: { [node.type]: { ...pin, version: '0.9.0' } } };
    expect(withPins(old, kinds)).toBe(old);
    expect(withPins({ ...pinned, nodes: document.nodes }, kinds)).not.toHaveProperty('plugins');
  });

  it('are part of the step that is undone', () => {
    const store = createEditorStore(sampleDocument(), () => 0);
    let count = 0;
    const actions = createActions({ store, kinds, language: 'en', freshId: (kind) => `${kind.slice(0, 1)}${++count}` });
    actions.addStep(node.type, { kind: 'free', at: { x: 0, y: 600 } });
    expect(store.getState().document.plugins).toEqual({ [node.type]: pin });
    store.undo();
    expect(store.getState().document).not.toHaveProperty('plugins');
    store.redo();
    expect(store.getState().document.plugins).toEqual({ [node.type]: pin });
  });
});

it('writes down what becomes of people only where it is not the usual', () => {
  const document = { ...sampleDocument(), nodes: [node] };
  const left = changeWhenUnavailable(document, 'n', 'failure');
  expect(left.nodes[0]?.whenUnavailable).toBe('failure');
  expect(changeWhenUnavailable(left, 'n', 'park').nodes[0]).toEqual(node);
  expect(changeWhenUnavailable(document, 'n', 'park')).toBe(document);
});
