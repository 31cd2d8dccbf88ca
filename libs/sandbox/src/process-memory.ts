import { readFileSync, writeFileSync } from 'node:fs';

/** The process's memory as Linux counts it; elsewhere the child's own watch must do. */
export function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux') return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  } catch {
    return 0; // it has just ended
  }
}

/** When the machine runs out of memory, Linux shall take the sandbox, not the engine. */
export function preferAsVictim(pid: number | undefined): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '900');
  } catch {
    // Not allowed here: the memory watch remains.
  }
}
