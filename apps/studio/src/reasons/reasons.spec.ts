import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../api/types.js';
import { fill } from '../i18n/local-text.js';
import { endText, outcomeLabel, outcomeTone, whyText, type NodeTypes } from './reasons.js';

const plugins = new URL('../../../../plugins/', import.meta.url);
const types: NodeTypes = new Map(
  readdirSync(plugins, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, JSON.parse(readFileSync(new URL(`${name}/plugin.json`, plugins), 'utf8')) as Manifest]),
);
const chinese = { language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
const english = { language: 'en', timeZone: 'America/New_York' } as const;

describe('why a node did what it did', () => {
  it('is told in the words of its plugin, with the facts in the holes', () => {
    const why = { code: 'matched', params: { branch: 'VIP' } };
    expect(whyText(types, 'segment', why, chinese)).toContain('「VIP」');
    expect(whyText(types, 'segment', why, english)).toContain('VIP');
  });

  it('tells moments in the zone of the reader', () => {
    const why = { code: 'over', params: { at: '2026-11-23T16:30:00.000Z' } };
    expect(whyText(types, 'wait', why, chinese)).toContain('24');
    expect(whyText(types, 'wait', why, english)).toContain('23');
  });

  it('shows a code that has no words rather than nothing', () => {
    expect(whyText(types, 'segment', { code: 'brand-new', params: {} }, english)).toBe('brand-new');
    expect(whyText(types, 'gone-plugin', { code: 'x', params: {} }, english)).toBe('x');
    expect(whyText(types, 'segment', null, english)).toBeUndefined();
  });

  it('leaves no brace where a fact is missing', () => {
    expect(fill('Code {code} until {at}', { code: 'A1' })).toBe('Code A1 until –');
  });

  for (const [name, manifest] of types) {
    it.each(Object.keys(manifest.reasons))(`${name}: %s reads without braces in both languages`, (code) => {
      for (const reader of [chinese, english]) {
        expect(whyText(types, name, { code, params: {} }, reader)).not.toMatch(/[{}]/);
      }
    });
  }
});

describe('the way out', () => {
  it('has the manifest\'s label', () => {
    expect(outcomeLabel(types, 'coupon', 'issued', null, english)).toBe('Issued');
    expect(outcomeLabel(types, 'coupon', 'issued', null, chinese)).toBe('已发放');
    expect(outcomeTone(types, 'coupon', 'soldOut')).toBe('bad');
  });

  it('has the drawn label of a branch, else its id', () => {
    expect(outcomeLabel(types, 'segment', 'b_1', { code: 'matched', params: { branch: 'VIP' } }, english)).toBe('VIP');
    expect(outcomeLabel(types, 'segment', 'b_1', null, english)).toBe('b_1');
  });
});

describe('why a run ended', () => {
  const t = ((key: string, params?: { detail: string }) => (params ? `${key}(${params.detail})` : key)) as never;
  it('names the detail where there is one', () => {
    expect(endText(t, 'goal', 'Paid')).toBe('end.goal.with(Paid)');
    expect(endText(t, 'finished', null)).toBe('end.finished.plain');
    expect(endText(t, 'teleported', 'x')).toBe('teleported: x');
  });
});
