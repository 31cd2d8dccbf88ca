import { readFileSync } from 'node:fs';
import { cpuSecondsOf, ownCpuSeconds } from '../process-cost.js';

const TICKS_PER_SECOND = 100;

/** Processor seconds of this process and all its children, those that have ended included. */
export function familyCpuSeconds(children: readonly number[]): number {
  const living = children.reduce((sum, pid) => sum + (cpuSecondsOf(pid) ?? 0), 0);
  return ownCpuSeconds() + living + endedChildren();
}

/** What children that have ended used, as the operating system adds it up for us. */
function endedChildren(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
  } catch {
    return 0; // Another system.
  }
}
