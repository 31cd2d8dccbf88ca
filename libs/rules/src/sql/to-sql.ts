import { UserError } from '@sojourn/kernel';
import { checkCondition } from '../check.js';
import { isScalar, TWINS } from '../compare.js';
import type { Comparator, Comparison, Condition, EventCondition } from '../condition.js';
import { readMoment } from '../moment.js';
import { segmentsOf } from '../path.js';
import { millisecondsOf } from '../span.js';
import { aggregateSql } from './aggregate.js';
import { mysql, sqlite, type Dialect, type Place } from './dialect.js';
import { joined, raw, sql, type Fragment, type Param } from './fragment.js';

export interface SqlOptions {
  readonly dialect: 'sqlite' | 'mysql';
  readonly workspaceId: number;
  /** Epoch milliseconds: what `within` counts back from. */
  readonly now: number;
  /** The alias of the contact row in the query around: `c`. */
  readonly contact: string;
}

/**
 * The condition as a WHERE clause over a row of `contact`, 0 or 1, never NULL. Events and tags are looked up by index
 * in correlated subqueries over (workspace_id, contact_id, …); the caller restricts the contacts to the workspace.
 * All words of a user are parameters, for `?` marks.
 *
 * @throws UserError `condition.invalid`, `condition.no-sql` (it asks about the event at hand, which no table holds)
 */
export function toSql(condition: Condition, options: SqlOptions): { sql: string; params: Param[] } {
  if (!/^[a-z_][a-z0-9_]*$/i.test(options.contact) || ['ev', 'ct', 'li'].includes(options.contact)) {
    throw new UserError(`“${options.contact}” cannot be the alias of the contact.`, { code: 'condition.bad-alias' });
  }
  const problem = checkCondition(condition, '').find(({ severity }) => severity === 'error');
  if (problem) {
    throw new UserError(`The condition cannot be used: ${problem.message.en}`, {
      code: 'condition.invalid',
      details: { pointer: problem.pointer, message: problem.message },
    });
  }
  const fragment = translate(condition, options.dialect === 'sqlite' ? sqlite : mysql, options);
  return { sql: fragment.sql, params: [...fragment.params] };
}

function translate(condition: Condition, dialect: Dialect, options: SqlOptions): Fragment {
  switch (condition.op) {
    case 'all':
      return sql`(${joined(
        condition.conditions.map((part) => translate(part, dialect, options)),
        ' AND ',
        '1 = 1',
      )})`;
    case 'any':
      return sql`(${joined(
        condition.conditions.map((part) => translate(part, dialect, options)),
        ' OR ',
        '1 = 0',
      )})`;
    case 'not':
      return sql`NOT (${translate(condition.condition, dialect, options)})`;
    case 'attribute':
      return compare(dialect, placeOf(raw(`${options.contact}.attributes`), condition.path), condition);
    case 'tag': {
      const found = sql`EXISTS (SELECT 1 FROM contact_tag AS ct WHERE ct.workspace_id = ${options.workspaceId}
        AND ct.contact_id = ${raw(options.contact)}.id AND ${dialect.same(raw('ct.tag'), condition.tag)})`;
      return condition.is === 'present' ? found : sql`NOT ${found}`;
    }
    case 'event':
      return eventSql(condition, dialect, options);
    case 'payload':
      throw new UserError('A condition on the event at hand can only be asked while that event is handled.', {
        code: 'condition.no-sql',
        details: { path: condition.path },
      });
  }
}

const OPERATORS = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function eventSql(condition: EventCondition, dialect: Dialect, options: SqlOptions): Fragment {
  const { event, where = [], within, aggregate, property, is, value } = condition;
  const properties = raw('ev.properties');
  const filters: Fragment[] = [
    sql`ev.workspace_id = ${options.workspaceId}`,
    sql`ev.contact_id = ${raw(options.contact)}.id`,
    dialect.same(raw('ev.type'), event),
  ];
  if (within) {
    filters.push(sql`ev.occurred_at > ${options.now - millisecondsOf(within)} AND ev.occurred_at <= ${options.now}`);
  }
  for (const part of where) filters.push(compare(dialect, placeOf(properties, part.path), part));
  const events = sql`FROM event AS ev WHERE ${joined(filters, ' AND ', '1 = 1')}`;
  if (aggregate === 'count') {
    // One row is enough to answer these.
    if ((is === 'gte' && value === 1) || (is === 'gt' && value === 0)) return sql`EXISTS (SELECT 1 ${events})`;
    const none = (is === 'eq' && value === 0) || (is === 'lt' && value === 1) || (is === 'lte' && value === 0);
    if (none) return sql`NOT EXISTS (SELECT 1 ${events})`;
  }
  const list = aggregateSql(dialect, aggregate, placeOf(properties, property ?? ''));
  return sql`COALESCE((SELECT ${list} ${events}) ${raw(OPERATORS[is])} ${value}, 0)`;
}

function placeOf(document: Fragment, path: string): Place {
  // `isPath` keeps quotation marks and backslashes out.
  return { document, path: `$.${segmentsOf(path).map((segment) => `"${segment}"`).join('.')}` }; // prettier-ignore
}

function compare(dialect: Dialect, place: Place, { is, value }: Comparison): Fragment {
  const twin = TWINS[is];
  const test = sql`COALESCE(${positive(dialect, place, twin ?? is, value)}, 0)`;
  return twin ? sql`NOT ${test}` : test;
}

function positive(dialect: Dialect, place: Place, is: Comparator, value: Comparison['value']): Fragment {
  switch (is) {
    case 'exists':
      return dialect.exists(place);
    case 'in':
      return oneOf(dialect, place, Array.isArray(value) ? value.filter(isScalar) : []);
    case 'before':
    case 'after': {
      // Checked above: the value is a readable moment.
      const limit = readMoment(value as string)!;
      return sql`${dialect.moment(place)} ${raw(is === 'before' ? '<' : '>')} ${limit}`;
    }
    case 'startsWith':
      return dialect.startsWith(dialect.text(place), value as string); // text: checked above
    case 'endsWith':
      return dialect.endsWith(dialect.text(place), value as string); // text: checked above
    case 'contains': {
      const word = value as string; // text: checked above
      return sql`(COALESCE(${dialect.contains(dialect.text(place), word)}, 0) OR (${dialect.hasElement(place, word)}))`;
    }
    default: {
      const operator = raw(OPERATORS[is as keyof typeof OPERATORS]); // negations became their twins
      if (typeof value === 'boolean') return sql`(${dialect.isBoolean(place, value)})`;
      return typeof value === 'number'
        ? sql`${dialect.number(place)} ${operator} ${value}`
        : sql`${dialect.text(place)} ${operator} ${dialect.word(value as string)}`;
    }
  }
}

/** Each type apart, so that a number never meets a text. */
function oneOf(dialect: Dialect, place: Place, values: readonly (string | number | boolean)[]): Fragment {
  const tests: Fragment[] = [];
  const words = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  if (words.length > 0) {
    const list = joined(words.map((word) => dialect.word(word)), ', ', ''); // prettier-ignore
    tests.push(sql`COALESCE(${dialect.text(place)} IN (${list}), 0)`);
  }
  if (numbers.length > 0) {
    const list = joined(numbers.map((number) => sql`${number}`), ', ', ''); // prettier-ignore
    tests.push(sql`COALESCE(${dialect.number(place)} IN (${list}), 0)`);
  }
  for (const flag of new Set(values.filter((value) => typeof value === 'boolean'))) {
    tests.push(sql`COALESCE(${dialect.isBoolean(place, flag)}, 0)`);
  }
  return sql`(${joined(tests, ' OR ', '1 = 0')})`;
}
