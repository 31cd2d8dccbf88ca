import { readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of a hundredth of a second, whatever the kernel's own clock does. */
const TICKS_PER_SECOND = 100;

/** Processor seconds that a process has used so far, its threads included; undefined where there is no /proc. */
export function cpuSecondsOf(pid: number): number | undefined {
  try {
    // The second field is the program's name in brackets, which may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return undefined; // Another system, or the process is gone.
  }
}

/** Processor seconds of this process. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The most memory that this process has held, in MB. */
export function ownPeakRssMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
