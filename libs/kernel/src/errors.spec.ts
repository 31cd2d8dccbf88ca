import { describe, expect, it } from 'vitest';
import { messageOf, OperationalError, SojournError, UnexpectedError, UserError } from './errors.js';

describe('errors', () => {
  it('carry a stable code, facts and their cause', () => {
    const cause = new Error('disk');
    const error = new OperationalError('The outbox could not be written.', {
      code: 'outbox.write',
      cause,
      details: { rows: 3 },
    });
    expect(error).toBeInstanceOf(SojournError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'OperationalError', code: 'outbox.write', details: { rows: 3 }, cause });
  });

  it('have no cause and empty details unless given', () => {
    const error = new UnexpectedError('A run has no node.', { code: 'execution.no-node' });
    expect(error.details).toEqual({});
    expect('cause' in error).toBe(false);
  });

  it('of a user answer 400 unless they say otherwise', () => {
    expect(new UserError('No.', { code: 'a.b' }).status).toBe(400);
    expect(new UserError('Gone.', { code: 'a.b', status: 404 }).status).toBe(404);
  });

  it.each([
    [new Error('words'), 'words'],
    ['thrown text', 'thrown text'],
    [undefined, 'undefined'],
    [{ toString: (): string => 'an object' }, 'an object'],
  ])('messageOf finds the words of anything thrown', (thrown, words) => {
    expect(messageOf(thrown)).toBe(words);
  });
});
