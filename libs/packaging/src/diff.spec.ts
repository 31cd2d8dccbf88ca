import type { JsonObject } from '@sojourn/kernel';
import type { Capability, NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { diffManifests } from './diff-manifests.js';
import { diffSchemas } from './diff-schema.js';
import { gravest } from './manifest-change.js';
import { sampleManifest as sample, sampleNode as node } from './sample.fixture.js';

const words = { en: 'Words', 'zh-CN': '文字' };
const one = (own: Partial<NodeSpec>): PluginManifest => ({ ...sample, nodes: [{ ...node, ...own }] });
const [dry, failed] = [node.outcomes[0]!, node.outcomes[1]!];
const list = { each: '/arms', id: 'id', label: 'name' };
const credential = { name: 'key', title: words, fields: { type: 'object', properties: { token: { type: 'string', title: 'Token' } } }, inject: { headers: { 'x-key': '{token}' } }, hosts: ['api.acme.test', 'b.acme.test'] } as const; // prettier-ignore
const read = (...fields: string[]): Capability => ({ kind: 'contacts.read', fields, reason: words }) as Capability;

describe('the class of a change of a node', () => {
  it.each<[string, Partial<NodeSpec>, Partial<NodeSpec>, string]>([
    ['a label of an outcome', {}, { outcomes: [{ ...dry, label: words }, failed] }, 'patch'],
    ['the order of outcomes', {}, { outcomes: [failed, dry] }, 'patch'],
    ['a tone', {}, { outcomes: [{ ...dry, tone: 'good' }, failed] }, 'patch'],
    ['an outcome that some drawings lose', {}, { outcomes: [{ ...dry, when: { pointer: '/city', exists: true } }, failed] }, 'major'], // prettier-ignore
    ['an outcome that all drawings have', { outcomes: [{ ...dry, when: { pointer: '/city', exists: true } }, failed] }, {}, 'minor'], // prettier-ignore
    ['another field as id of a list', { dynamicOutcomes: [list] }, { dynamicOutcomes: [{ ...list, id: 'key' }] }, 'major'], // prettier-ignore
    ['another label of a list', { dynamicOutcomes: [list] }, { dynamicOutcomes: [{ ...list, label: 'title' }] }, 'patch'], // prettier-ignore
    ['a list more', {}, { dynamicOutcomes: [list] }, 'minor'],
    ['a list less', { dynamicOutcomes: [list] }, {}, 'major'],
    ['writing less', { data: { ...node.data, writes: ['tags.wet'] } }, {}, 'minor'],
    ['a narrowing that is gone', { data: { ...node.data, narrowedAt: '/reads' } }, {}, 'major'],
    ['a narrowing', {}, { data: { ...node.data, narrowedAt: '/reads' } }, 'minor'],
    ['a function more', {}, { hooks: ['estimate'] }, 'minor'],
    ['a function less', { hooks: ['estimate'] }, {}, 'minor'],
    ['no more migrate', { hooks: ['migrate'] }, {}, 'major'],
    ['a rehearsal', {}, { effects: { ...node.effects, dryRun: 'outcome', dryOutcome: 'dry' } }, 'minor'],
    ['repetitions recognised', { effects: { ...node.effects, idempotency: 'none' } }, { effects: { ...node.effects, idempotency: 'keyed' } }, 'minor'], // prettier-ignore
  ])('%s', (_what, before, after, kind) => expect(diffManifests(one(before), one(after)).class).toBe(kind));

  it('is told of every change that a person could see', () => {
    const { changes } = diffManifests(sample, one({ outcomes: [{ ...dry, label: words }, failed] }));
    expect(changes.map((change) => change.words.en)).toEqual(['The outcome "dry" has another label or look.']);
  });
});

describe('the class of a change of what is asked', () => {
  it.each<[string, Partial<PluginManifest>, Partial<PluginManifest>, string]>([
    ['the words of a reason', {}, { capabilities: [{ ...sample.capabilities![0]!, reason: words }, sample.capabilities![1]!] }, 'patch'], // prettier-ignore
    ['two lists of fields as one', { capabilities: [read('email'), read('phone')] }, { capabilities: [read('email', 'phone')] }, 'patch'], // prettier-ignore
    ['a field more', { capabilities: [read('email')] }, { capabilities: [read('email', 'phone')] }, 'major'],
    ['words of a credential', { credentials: [credential] }, { credentials: [{ ...credential, title: { en: 'Key', 'zh-CN': '密钥' }, help: words }] }, 'patch'], // prettier-ignore
    ['fewer hosts of a credential', { credentials: [credential] }, { credentials: [{ ...credential, hosts: ['api.acme.test'] }] }, 'minor'], // prettier-ignore
    ['more hosts of a credential', { credentials: [{ ...credential, hosts: ['api.acme.test'] }] }, { credentials: [credential] }, 'major'], // prettier-ignore
    ['a field more of a credential', { credentials: [credential] }, { credentials: [{ ...credential, fields: { type: 'object', properties: { ...credential.fields.properties, user: { type: 'string' } } } }] }, 'major'], // prettier-ignore
    ['a credential less', { credentials: [credential] }, {}, 'minor'],
  ])('%s', (_what, before, after, kind) =>
    expect(diffManifests({ ...sample, ...before }, { ...sample, ...after }).class).toBe(kind),
  );
});

describe('the class of a change of a config schema', () => {
  const field = (own: JsonObject): JsonObject => ({ type: 'object', properties: { a: own } });
  const variant = (kind: string, more: JsonObject = {}): JsonObject => ({ type: 'object', properties: { kind: { const: kind }, ...more } }); // prettier-ignore
  it.each<[string, JsonObject, JsonObject, string]>([
    ['optional now', { ...field({ type: 'string' }), required: ['a'] }, field({ type: 'string' }), 'minor'],
    ['required now', field({ type: 'string' }), { ...field({ type: 'string' }), required: ['a'] }, 'major'],
    ['integer to number', field({ type: 'integer' }), field({ type: 'number' }), 'minor'],
    ['number to integer', field({ type: 'number' }), field({ type: 'integer' }), 'major'],
    ['or null', field({ type: 'string' }), field({ type: ['string', 'null'] }), 'minor'],
    ['no null any more', field({ type: ['string', 'null'] }), field({ type: 'string' }), 'major'],
    ['no pattern any more', field({ type: 'string', pattern: '^a' }), field({ type: 'string' }), 'minor'],
    ['a pattern', field({ type: 'string' }), field({ type: 'string', pattern: '^a' }), 'major'],
    ['another pattern', field({ pattern: '^a' }), field({ pattern: '^b' }), 'major'],
    ['other fields allowed', { ...field({}), additionalProperties: false }, field({}), 'minor'],
    ['other fields refused', field({}), { ...field({}), additionalProperties: false }, 'major'],
    ['an exclusive bound wider', field({ exclusiveMinimum: 5 }), field({ exclusiveMinimum: 0 }), 'minor'],
    ['repetitions allowed', field({ uniqueItems: true }), field({ uniqueItems: false }), 'minor'],
    ['a finer step', field({ multipleOf: 10 }), field({ multipleOf: 5 }), 'minor'],
    ['a coarser step', field({ multipleOf: 5 }), field({ multipleOf: 10 }), 'major'],
    ['choices where all was free', field({ type: 'string' }), field({ type: 'string', enum: ['a'] }), 'major'],
    ['all free where choices were', field({ type: 'string', enum: ['a'] }), field({ type: 'string' }), 'minor'],
    ['choices in another order', field({ enum: ['a', 'b'] }), field({ enum: ['b', 'a'] }), 'patch'],
    ['a variant more', { oneOf: [variant('a')] }, { oneOf: [variant('b'), variant('a')] }, 'minor'],
    ['a variant less', { oneOf: [variant('a'), variant('b')] }, { oneOf: [variant('b')] }, 'major'],
    ['a field more in a variant', { oneOf: [variant('a'), variant('b')] }, { oneOf: [variant('b'), variant('a', { n: {} })] }, 'minor'], // prettier-ignore
    ['a condition more', { allOf: [variant('a')] }, { allOf: [variant('a'), { required: ['n'] }] }, 'major'],
    ['words of a choice', field({ enum: ['a'], 'x-enumNames': ['A'] }), field({ enum: ['a'], 'x-enumNames': ['Alpha'] }), 'patch'], // prettier-ignore
    ['an inner bound', { items: field({ maxLength: 5 }) }, { items: field({ maxLength: 4 }) }, 'major'],
  ])('%s', (_what, before, after, kind) => expect(gravest(diffSchemas(before, after, ''))).toBe(kind));
});
