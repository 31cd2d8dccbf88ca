import type { JourneyDocument } from '@sojourn/journey';

/** A draft kept in this browser between an edit and the engine's word that it has it. */
export interface Backup {
  readonly document: JourneyDocument;
  /** The revision it was drawn on. */
  readonly revision: number;
}

const key = (journeyId: number) => `sojourn.draft.${journeyId}`;

export function backupOf(journeyId: number) {
  return {
    read(): Backup | undefined {
      try {
        const stored = JSON.parse(localStorage.getItem(key(journeyId)) ?? 'null') as Partial<Backup> | null;
        return stored?.document && typeof stored.revision === 'number' ? (stored as Backup) : undefined;
      } catch {
        return undefined; // storage forbidden, or not ours: then there is no copy
      }
    },
    write(document: JourneyDocument, revision: number): void {
      try {
        localStorage.setItem(key(journeyId), JSON.stringify({ document, revision }));
      } catch {
        // Full or forbidden storage costs the safety net, not the edit.
      }
    },
    clear(): void {
      try {
        localStorage.removeItem(key(journeyId));
      } catch {
        // See above.
      }
    },
  };
}
