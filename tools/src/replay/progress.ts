import type { WriteStream } from 'node:tty';
import type { Counters } from './replay.js';

export interface ProgressLine {
  show(counters: Counters): void;
  /** Leaves the terminal clean for the report. */
  end(): void;
}

const EVERY_MS = 200;

/** Progress on a terminal as one line that is written over, for programs as JSON lines, else nothing. */
export function progressTo(
  out: NodeJS.WriteStream | WriteStream,
  format: 'auto' | 'json' | 'none',
  lines: number,
): ProgressLine {
  if (format === 'none' || (format === 'auto' && !out.isTTY)) return { show: () => {}, end: () => {} };
  let last = 0;
  return {
    show(counters) {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      const share = lines === 0 ? 1 : counters.lines / lines;
      if (format === 'json')
        out.write(`${JSON.stringify({ share: Math.round(share * 1e4) / 1e4, lines: counters.lines })}\n`);
      else
        out.write(
          `\r${(share * 100).toFixed(1).padStart(5)} %  ${counters.lines} of ${lines} lines  ${counters.steps} steps `,
        );
    },
    end: () => void (format === 'auto' && out.write('\r\x1b[K')),
  };
}
