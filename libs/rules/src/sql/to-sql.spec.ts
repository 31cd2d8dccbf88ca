import { describe, expect, it } from 'vitest';
import type { Condition } from '../condition.js';
import { toSql, type SqlOptions } from './to-sql.js';

const options: SqlOptions = { dialect: 'sqlite', workspaceId: 7, now: 1_000_000_000, contact: 'c' };

describe('toSql', () => {
  it.each(['sqlite', 'mysql'] as const)('keeps every word of a user out of the text (%s)', (dialect) => {
    const nasty = `x'); DROP TABLE contact; -- ? :a`;
    const condition: Condition = {
      op: 'all',
      conditions: [
        { op: 'attribute', path: nasty, is: 'eq', value: nasty },
        { op: 'attribute', path: 'a', is: 'in', value: [nasty, 1] },
        { op: 'tag', tag: nasty, is: 'present' },
        { op: 'event', event: nasty, aggregate: 'distinct', property: nasty, is: 'gt', value: 1 },
        { op: 'attribute', path: 'a', is: 'contains', value: nasty },
      ],
    };
    const { sql, params } = toSql(condition, { ...options, dialect });
    expect(sql).not.toContain('DROP');
    expect(sql.split('?').length - 1).toBe(params.length);
  });

  it('asks events through the index columns, and stops at the first where one is enough', () => {
    const { sql, params } = toSql(
      { op: 'event', event: 'order', aggregate: 'count', is: 'gte', value: 1, within: { amount: 1, unit: 'minutes' } },
      options,
    );
    expect(sql).toBe(
      'EXISTS (SELECT 1 FROM event AS ev WHERE ev.workspace_id = ? AND ev.contact_id = c.id AND ev.type = ? AND ev.occurred_at > ? AND ev.occurred_at <= ?)',
    );
    expect(params).toEqual([7, 'order', 999_940_000, 1_000_000_000]);
  });

  it.each<[Condition, string]>([
    [{ op: 'payload', path: 'amount', is: 'exists' }, 'condition.no-sql'],
    [{ op: 'attribute', path: 'a"b', is: 'exists' }, 'condition.invalid'],
    [{ op: 'attribute', path: 'a', is: 'before', value: 'soon' }, 'condition.invalid'],
  ])('refuses %j with %s', (condition, code) => {
    expect(() => toSql(condition, options)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it.each(['c; DROP', '', 'ev', '1c'])('refuses %j as an alias', (contact) => {
    expect(() => toSql({ op: 'all', conditions: [] }, { ...options, contact })).toThrow(
      expect.objectContaining({ code: 'condition.bad-alias' }) as Error,
    );
  });
});
