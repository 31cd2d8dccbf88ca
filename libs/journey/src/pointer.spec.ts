import type { JsonObject } from '@sojourn/kernel';
import { describe, expect, it } from 'vitest';
import { child, valueAt, valuesAt } from './pointer.js';

describe('pointers', () => {
  const config: JsonObject = { arms: [{ id: 'a' }, { id: 'b' }, {}], 'odd/name~': 1, none: null };

  it('name one value', () => {
    expect(valueAt(config, '/arms/1/id')).toBe('b');
    expect(valueAt(config, '/none')).toBeNull();
    expect(valueAt(config, '')).toBe(config);
  });

  it('name many with a star, and say where each lies', () => {
    expect(valuesAt(config, '/arms/*/id')).toEqual([
      { pointer: '/arms/0/id', value: 'a' },
      { pointer: '/arms/1/id', value: 'b' },
    ]);
  });

  it('escape what would split them', () => {
    expect(child('', 'odd/name~')).toBe('/odd~1name~0');
    expect(valueAt(config, child('', 'odd/name~'))).toBe(1);
  });

  it('follow nothing that the object does not own', () => {
    for (const pointer of [
      '/constructor',
      '/__proto__',
      '/arms/length',
      '/arms/9',
      '/arms/01',
      '/none/x',
      '/arms/0/id/0',
    ]) {
      expect(valuesAt(config, pointer)).toEqual([]);
    }
  });
});
