import { metricLines, metricsTable } from '@sojourn/engine';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { keep } from './kept.js';
import { filesBelow, json, text } from './packages.js';

/** What is measured, what is drawn and what is alerted on are one list of names. */
const files = filesBelow('ops').filter((file) => /\.(json|yml)$/.test(file));

async function known(): Promise<Set<string>> {
  const lines = await metricLines();
  return new Set(
    lines.flatMap(({ name, type }) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
    ),
  );
}
const named = (words: string): string[] => [...new Set(words.match(/\b(?:sojourn|nodejs|process)_[a-z0-9_]+/g) ?? [])];

describe.each(files)('%s', (file) => {
  it('is valid, and names only metrics that the engine has', async () => {
    const parsed: unknown = file.endsWith('.json') ? json(file) : parse(text(file));
    expect(parsed).toBeTypeOf('object');
    const metrics = await known();
    expect(named(text(file)).filter((name) => !metrics.has(name))).toEqual([]);
  });
});

describe('ops/grafana/sojourn.json', () => {
  interface Panel {
    readonly id: number;
    readonly title: string;
    readonly type: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }
  const { panels } = json('ops/grafana/sojourn.json') as { panels: Panel[] };

  it('shows everything that is measured', async () => {
    const drawn = named(text('ops/grafana/sojourn.json')).map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    // When the figures were read, and how long a lane's round took, are for whoever looks closer.
    const closer = ['sojourn_database_measured_timestamp_seconds', 'sojourn_lane_round_seconds'];
    const ours = (await metricLines()).map(({ name }) => name).filter((name) => name.startsWith('sojourn_'));
    expect(ours.filter((name) => !drawn.includes(name) && !closer.includes(name))).toEqual([]);
  });

  it('groups by labels that its metrics have, names its panels once, and lays them side by side', async () => {
    const lines = await metricLines();
    for (const { targets = [], title } of panels)
      for (const { expr, legendFormat } of targets) {
        const labels = new Set(['le', 'instance', 'job', ...lines.filter(({ name }) => expr.includes(name)).flatMap((line) => line.labels)]); // prettier-ignore
        const used = [...expr.matchAll(/ by \(([^)]*)\)/g)].flatMap((found) => (found[1] ?? '').split(/,\s*/));
        const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '');
        expect([...used, ...shown].filter((label) => !labels.has(label)), title).toEqual([]); // prettier-ignore
        expect(balanced(expr), expr).toBe(true);
      }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const overlap = panels.filter((a) => panels.some((b) => a.id < b.id && meets(a.gridPos, b.gridPos)));
    expect(overlap.map(({ title }) => title)).toEqual([]);
  });

  const balanced = (expr: string): boolean =>
    [['(', ')'], ['{', '}'], ['[', ']']].every(([open = '', close = '']) => expr.split(open).length === expr.split(close).length); // prettier-ignore
  const meets = (a: Panel['gridPos'], b: Panel['gridPos']): boolean =>
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
});

describe('docs/operations.md', () => {
  it('has the table of metrics; SOJOURN_TEST_WRITE_DOCS=1 writes it', async () => {
    keep('docs/operations.md', 'metrics', await metricsTable());
  });

  it('says what each alert means', () => {
    const rules = parse(text('ops/prometheus/sojourn.rules.yml')) as { groups: { rules: { alert: string }[] }[] };
    const alerts = rules.groups.flatMap((group) => group.rules.map(({ alert }) => alert));
    expect(alerts.filter((alert) => !text('docs/operations.md').includes(`\`${alert}\``))).toEqual([]);
  });
});
