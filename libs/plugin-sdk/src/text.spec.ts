import { describe, expect, it } from 'vitest';
import { localizedSchema } from './localized-schema.js';
import { sample } from './sample.fixture.js';
import { defaultsOf, reasonOf, summaryOf } from './text.js';

describe('the line on a card', () => {
  it('names list items, and choices by their label, in the language asked', () => {
    const config = {
      arms: [
        { id: 'a', label: 'New' },
        { id: 'b', label: 'Old' },
      ],
      mode: 'fast',
    };
    expect(summaryOf(sample, config, 'en')).toBe('For New, Old, at once');
    expect(summaryOf(sample, config, 'zh-CN')).toBe('面向 New、Old，立即');
  });

  it('is the first whose condition holds, with durations and conditions in words', () => {
    const config = {
      arms: [{ id: 'a', when: { op: 'tag', tag: 'vip', is: 'present' } }],
      mode: 'slow',
      span: { amount: 2, unit: 'days' },
    };
    expect(summaryOf(sample, config, 'en')).toMatch(/^Within 2 days: .*vip/);
    expect(summaryOf(sample, config, 'zh-CN')).toMatch(/^2 天 内：.*vip/);
    expect(summaryOf(sample, { ...config, span: { amount: 1, unit: 'days' } }, 'en')).toMatch(/^Within 1 day:/);
  });

  it('shows an ellipsis for what is not filled in, or not sensibly', () => {
    expect(summaryOf(sample, {}, 'en')).toBe('For …, …');
    expect(
      summaryOf(sample, { arms: [{ when: { op: 'guess' } }], mode: 'slow', span: { amount: 1, unit: 'hours' } }, 'en'),
    ).toMatch(/^Within 1 hour: /);
  });
});

describe('a reason', () => {
  it('is filled with its parameters', () => {
    expect(reasonOf(sample, { code: 'went', params: { way: 'A' } }, 'en')).toBe('Went by A');
    expect(reasonOf(sample, { code: 'went', params: { way: 'A' } }, 'zh-CN')).toBe('走向 A');
  });

  it('shows its code when the manifest has no words, and an ellipsis for a missing parameter', () => {
    expect(reasonOf(sample, { code: 'toString' }, 'en')).toBe('toString');
    expect(reasonOf(sample, { code: 'went' }, 'en')).toBe('Went by …');
  });
});

it('defaults speak the user’s language', () => {
  expect(defaultsOf(sample, 'zh-CN')).toEqual({ arms: [{ id: 'a', label: 'A 组' }], mode: 'fast' });
  expect(sample.defaults).toEqual({ arms: [{ id: 'a', label: 'A' }], mode: 'fast' });
});

describe('a schema in one language', () => {
  it('is Chinese throughout, or English as it was, without the other', () => {
    const zh = JSON.stringify(localizedSchema(sample.config, 'zh-CN'));
    expect(zh).not.toContain('x-zh-CN');
    for (const word of ['分组', '名称', '从容', '对象']) expect(zh).toContain(word);
    for (const word of ['Arms', 'with patience', 'Who']) expect(zh).not.toContain(word);
    expect(JSON.stringify(localizedSchema(sample.config, 'en'))).toContain('"x-enumNames":["at once","with patience"]');
  });

  it('leaves fields alone that are called like a keyword', () => {
    const schema = {
      type: 'object',
      properties: {
        title: { type: 'string', title: 'Title', 'x-zh-CN': { title: '标题' } },
        default: { title: 'D', 'x-zh-CN': { title: '默认' } },
      },
    };
    expect(localizedSchema(schema, 'zh-CN')).toEqual({
      type: 'object',
      properties: { title: { type: 'string', title: '标题' }, default: { title: '默认' } },
    });
  });
});
