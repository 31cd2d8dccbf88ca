import { createEditorStore } from '@sojourn/canvas';
import { emptyDocument, type JourneyDocument } from '@sojourn/journey';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../../api/error.js';
import { createDraftSaver } from './draft-saver.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A draft, an engine that holds it, and a browser's drawer for the copy. */
function bench() {
  const engine = {
    document: emptyDocument('A') as JourneyDocument,
    revision: 1,
    writes: 0,
    failing: undefined as Error | undefined,
  };
  const drawer: { kept: JourneyDocument | undefined } = { kept: undefined };
  const store = createEditorStore(engine.document, () => Date.now());
  const saver = createDraftSaver({
    store,
    revision: 1,
    onIssues: () => undefined,
    backup: { write: (document) => void (drawer.kept = document), clear: () => void (drawer.kept = undefined) },
    fetchLatest: () => Promise.resolve({ document: engine.document, revision: engine.revision }),
    save: (document, revision) => {
      if (engine.failing) return Promise.reject(engine.failing);
      if (revision !== engine.revision) return Promise.reject(new ApiError(409, 'journey.stale-revision', 'stale'));
      engine.document = document;
      engine.writes++;
      return Promise.resolve({ revision: ++engine.revision, issues: [] });
    },
  });
  const rename = (name: string) => store.edit((document) => ({ ...document, name }), { kind: 'rename', name });
  return { engine, drawer, store, saver, rename };
}

describe('the draft saver', () => {
  it('writes once after the hand rests', async () => {
    const { engine, saver, rename } = bench();
    for (const name of ['B', 'BC', 'BCD']) {
      rename(name);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(saver.status().kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(engine).toMatchObject({ writes: 1, document: { name: 'BCD' } });
    expect(saver.status().kind).toBe('saved');
  });

  it('does not wait for ever for a hand that never rests', async () => {
    const { engine, rename } = bench();
    for (let n = 0; n < 20; n++) {
      rename(`name ${n}`);
      await vi.advanceTimersByTimeAsync(400);
    }
    expect(engine.writes).toBeGreaterThanOrEqual(1);
  });

  it('keeps a copy in the browser until the engine has it', async () => {
    const { drawer, saver, rename } = bench();
    rename('B');
    expect(drawer.kept?.name).toBe('B');
    await saver.flush();
    expect(drawer.kept).toBeUndefined();
  });

  it('goes on trying while the engine is away, and saves when it is back', async () => {
    const { engine, drawer, saver, rename } = bench();
    engine.failing = new ApiError(0, 'network.unreachable', 'away');
    rename('B');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.status().kind).toBe('offline');
    expect(drawer.kept?.name).toBe('B');
    engine.failing = undefined;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(saver.status().kind).toBe('saved');
    expect(engine.document.name).toBe('B');
  });

  it.each([['mine', 'B'], ['theirs', 'Their name']] as const)('overwrites nobody: after a conflict %s is kept', async (choice, name) => {
    const { engine, store, saver, rename } = bench();
    engine.document = { ...engine.document, name: 'Their name' };
    engine.revision = 5;
    rename('B');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.status().kind).toBe('conflict');
    rename('B');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(engine.document.name).toBe('Their name');
    await saver.resolve(choice);
    expect(engine.document.name).toBe(name);
    expect(store.getState().document.name).toBe(name);
    expect(saver.status().kind).toBe('saved');
  }); // prettier-ignore

  it('says when the engine refuses, and tries again after the next edit', async () => {
    const { engine, saver, rename } = bench();
    engine.failing = new ApiError(413, 'http.too-large', 'too large');
    rename('B');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.status().kind).toBe('refused');
    engine.failing = undefined;
    rename('C');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.status().kind).toBe('saved');
  });
});
