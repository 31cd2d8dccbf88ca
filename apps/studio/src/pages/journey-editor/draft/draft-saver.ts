import type { EditorStore, Issue } from '@sojourn/canvas';
import type { JourneyDocument } from '@sojourn/journey';
import { isApiError } from '../../../api/index.js';

/** How the draft stands against what the engine holds. */
export type SaveStatus =
  | { readonly kind: 'saved'; readonly at: number | undefined }
  | { readonly kind: 'waiting' | 'saving' | 'offline' }
  /** Another tab or a colleague saved in between; nothing is written until someone chooses. */
  | { readonly kind: 'conflict' }
  /** The engine said no for good; the next edit tries again. */
  | { readonly kind: 'refused'; readonly error: unknown };

export interface DraftSaverOptions {
  readonly store: EditorStore;
  readonly revision: number;
  readonly save: (
    document: JourneyDocument,
    revision: number,
  ) => Promise<{ readonly revision: number; readonly issues: readonly Issue[] }>;
  /** Revision and document the engine holds now. */
  readonly fetchLatest: () => Promise<{ readonly revision: number; readonly document: JourneyDocument }>;
  readonly backup: { write(document: JourneyDocument, revision: number): void; clear(): void };
  readonly onIssues: (issues: readonly Issue[]) => void;
}

const QUIET_MS = 800;
const LONGEST_WAIT_MS = 4_000;
const RETRY_MS = [2_000, 5_000, 15_000, 30_000];

/** Writes the draft a moment after the hand rests, keeps a copy in the browser until the engine has it, overwrites nobody. */
export type DraftSaver = ReturnType<typeof createDraftSaver>;

export function createDraftSaver(options: DraftSaverOptions) {
  const { store, save, backup } = options;
  const listeners = new Set<() => void>();
  let status: SaveStatus = { kind: 'saved', at: undefined };
  let revision = options.revision;
  let held = store.getState().document;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstUnsaved: number | undefined;
  let inFlight: Promise<void> | undefined;
  let failures = 0;

  const set = (next: SaveStatus) => {
    status = next;
    for (const listener of listeners) listener();
  };
  const schedule = (delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), delay);
  };

  const unsubscribe = store.subscribe(({ document }, before) => {
    if (document === before.document) return;
    if (document === held && inFlight === undefined) return;
    backup.write(document, revision);
    if (status.kind === 'conflict') return;
    firstUnsaved ??= Date.now();
    if (status.kind !== 'saving' && status.kind !== 'offline') set({ kind: 'waiting' });
    schedule(Math.max(0, Math.min(QUIET_MS, firstUnsaved + LONGEST_WAIT_MS - Date.now())));
  });

  /** Resolves when the engine holds the document of now, or has said why not. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (inFlight) await inFlight;
    if (status.kind === 'conflict' || store.getState().document === held) return;
    inFlight = write();
    await inFlight;
    inFlight = undefined;
    if (status.kind === 'saved' && store.getState().document !== held) {
      set({ kind: 'waiting' });
      schedule(QUIET_MS);
    }
  }

  async function write(): Promise<void> {
    const { document } = store.getState();
    set({ kind: 'saving' });
    try {
      const answer = await save(document, revision);
      revision = answer.revision;
      held = document;
      failures = 0;
      firstUnsaved = undefined;
      if (store.getState().document === document) backup.clear();
      options.onIssues(answer.issues);
      set({ kind: 'saved', at: Date.now() });
    } catch (error) {
      if (isApiError(error, 'journey.stale-revision') || (isApiError(error) && error.status === 409))
        set({ kind: 'conflict' });
      else if (isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429)
        set({ kind: 'refused', error });
      else {
        set({ kind: 'offline' });
        schedule(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? 30_000);
      }
    }
  }

  /** Ends a conflict: `mine` writes over what is there, `theirs` drops what is here. */
  async function resolve(choice: 'mine' | 'theirs'): Promise<void> {
    const latest = await options.fetchLatest();
    revision = latest.revision;
    if (choice === 'theirs') {
      held = latest.document;
      store.open(latest.document);
      backup.clear();
      firstUnsaved = undefined;
      set({ kind: 'saved', at: Date.now() });
      return;
    }
    set({ kind: 'waiting' });
    await flush();
  }

  return {
    flush,
    resolve,
    /** A conflict found before the first write: a copy in the browser that is older than the engine's draft. */
    declareConflict: () => set({ kind: 'conflict' }),
    status: () => status,
    revision: () => revision,
    isSaved: () => store.getState().document === held,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    stop() {
      unsubscribe();
      clearTimeout(timer);
    },
  };
}
