import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JourneyDocument, Manifest } from '../api/types.js';
import { fill } from '../i18n/local-text.js';
import { drawingOf } from './drawing.js';
import { visitsOf } from './path.js';
import { endText, outcomeLabel, outcomeTone, whyText, type NodeTypes } from './reasons.js';

const plugins = new URL('../../../../plugins/', import.meta.url);
const types: NodeTypes = new Map(
  readdirSync(plugins, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const { nodes } = JSON.parse(readFileSync(new URL(`${name}/plugin.json`, plugins), 'utf8')) as {
        nodes: (Manifest & { dynamicOutcomes?: Manifest['outcomes'] })[];
      };
      const node = nodes[0]!; // what ships brings one node each
      return [name, { ...node, outcomes: [...(node.dynamicOutcomes ?? []), ...node.outcomes] }];
    }),
);
const chinese = { language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
const english = { language: 'en', timeZone: 'America/New_York' } as const;

describe('why a node did what it did', () => {
  it('is told in the words of its plugin, with the facts in the holes', () => {
    const why = { code: 'matched', params: { branch: 'VIP' } };
    expect(whyText(types, 'segment', why, chinese)).toMatch(/符合.*VIP/);
    expect(whyText(types, 'segment', why, english)).toContain('VIP');
  });

  it('tells moments in the zone of the reader', () => {
    const why = { code: 'over', params: { at: '2026-11-23T16:30:00.000Z' } };
    expect(whyText(types, 'wait', why, chinese)).toContain('24');
    expect(whyText(types, 'wait', why, english)).toContain('23');
  });

  it('names who moved it by hand', () => {
    const why = { code: 'repair.skip', params: { by: 'Ann' } };
    expect(whyText(types, 'wait', why, english)).toBe('Ann skipped this step.');
    expect(whyText(types, 'gone-plugin', why, chinese)).toContain('Ann');
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

const document = {
  exits: [{ id: 'x1', name: 'First order', goal: true, when: { kind: 'event', event: 'order_paid' } }],
  nodes: [
    {
      id: 's1',
      type: 'segment',
      config: { branches: [{ id: 'b_1', label: 'VIP', condition: { op: 'all', conditions: [] } }] },
    },
  ],
} as unknown as JourneyDocument;
const drawn = drawingOf(document);
const unknown = drawingOf(undefined);

describe('the way out', () => {
  it("has the manifest's label where it is fixed", () => {
    const step = { nodeType: 'coupon', nodeId: 'c1', outcome: 'issued' };
    expect(outcomeLabel(types, step, unknown, 'en')).toBe('Issued');
    expect(outcomeLabel(types, step, unknown, 'zh-CN')).toBe('已发放');
    expect(outcomeTone(types, 'coupon', 'soldOut')).toBe('bad');
  });

  it('has the label drawn for a branch, else the one its reason tells, else its id', () => {
    const step = { nodeType: 'segment', nodeId: 's1', outcome: 'b_1' };
    expect(outcomeLabel(types, step, drawn, 'en')).toBe('VIP');
    expect(
      outcomeLabel(types, { ...step, whys: [{ code: 'matched', params: { branch: 'Very I' } }] }, unknown, 'en'),
    ).toBe('Very I');
    expect(outcomeLabel(types, step, unknown, 'en')).toBe('b_1');
  });
});

describe('why a run ended', () => {
  const t = ((key: string, params?: { detail: string }) => (params ? `${key}(${params.detail})` : key)) as never;
  const end = (endReason: string, endDetail: string | null, drawing = drawn) =>
    endText(t, { endReason, endDetail, nodeId: 's1', nodeType: 'segment' }, types, drawing, 'en');

  it('names the goal and the way out as they are drawn', () => {
    expect(end('goal', 'x1')).toBe('end.goal.with(First order)');
    expect(end('unconnected', 'b_1')).toBe('end.unconnected.with(VIP)');
  });

  it('falls back to what the engine said', () => {
    expect(end('goal', 'x1', unknown)).toBe('end.goal.with(x1)');
    expect(end('finished', null)).toBe('end.finished.plain');
    expect(end('teleported', 'x')).toBe('teleported: x');
  });
});

describe('a path as visits', () => {
  const step = {
    at: 1,
    nodeId: 'w',
    nodeType: 'wait',
    nodeTitle: '',
    visit: 1,
    outcome: null,
    why: { code: 'waitsUntil', params: {} },
  };

  it('joins what a node said while it waited with what it said at the end', () => {
    const over = { ...step, at: 2, outcome: 'done', why: { code: 'over', params: {} } };
    expect(visitsOf([step, over])).toEqual([
      { at: 2, nodeId: 'w', nodeType: 'wait', nodeTitle: '', visit: 1, outcome: 'done', whys: [step.why, over.why] },
    ]);
  });

  it('keeps visits of the same node apart', () => {
    expect(
      visitsOf([
        { ...step, outcome: 'done' },
        { ...step, visit: 2 },
      ]),
    ).toHaveLength(2);
  });
});
