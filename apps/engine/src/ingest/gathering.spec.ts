import { OperationalError } from '@sojourn/kernel';
import type { IngestItem, IngestResult } from '@sojourn/storage';
import { describe, expect, test } from 'vitest';
import { Gathering } from './gathering.js';

const item = (messageId: string): IngestItem => ({
  workspaceId: 1,
  kind: 'track',
  messageId,
  userId: 'u',
  type: 'seen',
  occurredAt: 1,
  properties: {},
  source: 'spec',
});
const names = (items: readonly IngestItem[]): string[] => items.map(({ messageId }) => messageId);

/** A store whose commits take until `commit` is called. */
class SlowStore {
  readonly batches: string[][] = [];
  readonly #open: (() => void)[] = [];
  readonly #failure: (items: readonly string[]) => Error | undefined;

  constructor(failure: (items: readonly string[]) => Error | undefined = () => undefined) {
    this.#failure = failure;
  }

  async ingest(items: readonly IngestItem[]): Promise<IngestResult[]> {
    this.batches.push(names(items));
    await new Promise<void>((resolve) => this.#open.push(resolve));
    const failure = this.#failure(names(items));
    if (failure) throw failure;
    return items.map(() => ({ status: 'stored', contactId: 1 }));
  }

  async commit(): Promise<void> {
    this.#open.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('gathering calls', () => {
  test('what comes during a commit is stored together, and answered only when it is committed', async () => {
    const store = new SlowStore();
    const gathering = new Gathering(store, () => 5);
    const answered: string[] = [];
    const call = (...ids: string[]) => gathering.store(ids.map(item)).then(() => void answered.push(ids.join('+')));
    const calls = [call('a'), call('b'), call('c', 'd'), call('e')];
    expect(store.batches).toEqual([['a']]);
    await store.commit();
    expect(answered).toEqual(['a']);
    expect(store.batches).toEqual([['a'], ['b', 'c', 'd', 'e']]);
    await store.commit();
    await Promise.all(calls);
    expect(answered).toEqual(['a', 'b', 'c+d', 'e']);
  });

  test('a gathering holds a thousand items at most, and a longer call goes alone', async () => {
    const store = new SlowStore();
    const gathering = new Gathering(store, () => 5);
    const many = (name: string, count: number) => Array.from({ length: count }, (_, i) => item(`${name}${i}`));
    const calls = [many('a', 1), many('b', 600), many('c', 600), many('d', 300)].map((items) => gathering.store(items));
    for (let i = 0; i < 3; i++) await store.commit();
    await Promise.all(calls);
    expect(store.batches.map(({ length }) => length)).toEqual([1, 600, 900]);
  });

  test('nobody pays for a stranger’s call: what fails together is stored apart', async () => {
    const store = new SlowStore((ids) => (ids.includes('bad') ? new Error('cannot be stored') : undefined));
    const gathering = new Gathering(store, () => 5);
    const calls = ['first', 'good', 'bad', 'better'].map((id) => gathering.store([item(id)]));
    const settled = Promise.allSettled(calls);
    for (let i = 0; i < 5; i++) await store.commit();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(store.batches.at(-1)).toEqual(['better']);
  });

  test('when the database is gone everyone hears so at once, and the next call is tried afresh', async () => {
    let down = true;
    const store = new SlowStore(() =>
      down ? new OperationalError('gone', { code: 'storage.unreachable' }) : undefined,
    );
    const gathering = new Gathering(store, () => 5);
    const settled = Promise.allSettled(['a', 'b', 'c'].map((id) => gathering.store([item(id)])));
    await store.commit();
    await store.commit();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(store.batches).toEqual([['a'], ['b', 'c']]);
    down = false;
    const again = gathering.store([item('d')]);
    await store.commit();
    await expect(again).resolves.toBeUndefined();
  });
});
