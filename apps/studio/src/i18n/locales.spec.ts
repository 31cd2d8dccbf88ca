import { describe, expect, it } from 'vitest';
import { resources, type Texts } from './resources.js';

const all = resources();
const namespaces = [...new Set([...Object.keys(all.en), ...Object.keys(all['zh-CN'])])];

describe.each(namespaces)('the texts of %s', (namespace) => {
  const en = flat(all.en[namespace] ?? {});
  const zh = flat(all['zh-CN'][namespace] ?? {});

  it('exist in both languages', () => {
    expect([...zh.keys()].map(withoutPlural).sort()).toEqual(
      expect.arrayContaining([...new Set([...en.keys()].map(withoutPlural))].sort()),
    );
    expect([...en.keys()].map(withoutPlural)).toEqual(expect.arrayContaining([...zh.keys()].map(withoutPlural)));
  });

  it('say something', () => {
    expect([...en, ...zh].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('have the same holes in both languages', () => {
    const different = [...zh].filter(([key, text]) => {
      const twin = en.get(key) ?? en.get(key.replace(/_other$/, '_other'));
      return twin !== undefined && holes(twin).join() !== holes(text).join();
    });
    expect(different).toEqual([]);
  });

  it('are written in their language', () => {
    const same = [...zh].filter(([key, text]) => en.get(key) === text && /[a-z]{4,}/.test(text) && !PROPER.test(text));
    expect(same).toEqual([]);
  });
});

/** Names and examples that are the same everywhere. */
const PROPER = /^(Sojourn|English|API|SMTP|MJML|Webhook|Liquid|smtp\.|.*@.*|https?:|[A-Z0-9-]+$)/;

function flat(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

/** Chinese has one plural form, English two. */
function withoutPlural(key: string): string {
  return key.replace(/_(?:ordinal_)?(?:one|two|few|other)$/, '');
}

function holes(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name ?? '').sort();
}
