import { expect, it } from 'vitest';
import { toSql, type Condition } from '@sojourn/rules';
import { openTables } from './sqlite.js';

const CONDITIONS: readonly [string, Condition][] = [
  [
    'event',
    { op: 'event', event: 'order', aggregate: 'count', is: 'gte', value: 1, within: { amount: 30, unit: 'days' } },
  ],
  ['event', { op: 'event', event: 'order', aggregate: 'sum', property: 'amount', is: 'gte', value: 1000 }],
  ['contact_tag', { op: 'tag', tag: 'vip', is: 'present' }],
];

it.each(CONDITIONS)('%s conditions are answered by an index search, not a scan', (table, condition) => {
  const db = openTables();
  const { sql, params } = toSql(condition, { dialect: 'sqlite', workspaceId: 1, now: 1e12, contact: 'c' });
  const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT c.id FROM contact AS c WHERE ${sql}`).all(...params) as {
    detail: string;
  }[];
  const steps = plan.map(({ detail }) => detail).join('\n');
  expect(steps).toMatch(
    new RegExp(`SEARCH (${table === 'event' ? 'ev' : 'ct'}) .*workspace_id=\\? AND contact_id=\\? AND (type|tag)=\\?`),
  );
  db.close();
});
