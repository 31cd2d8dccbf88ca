import { execFile } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk that can be full. */
export interface SmallDisk {
  /** `tmpfs`: really full. `limit`: files of the server cannot grow, which needs no rights. */
  readonly kind: 'tmpfs' | 'limit';
  fill(server: number | undefined): Promise<void>;
  empty(server: number | undefined): Promise<void>;
}

const SIZE = '400m';
const MEGABYTE = Buffer.alloc(1024 * 1024, 1);

/** Mounts a small file system of memory at the folder; where that is not permitted, limits the size of the server's files instead. */
export async function createSmallDisk(folder: string): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'sojourn-chaos', folder]);
  } catch {
    return limited();
  }
  const ballast = path.join(folder, 'ballast');
  return {
    kind: 'tmpfs',
    fill() {
      const fd = openSync(ballast, 'w');
      try {
        for (;;) writeSync(fd, MEGABYTE);
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(fd);
      }
      return Promise.resolve();
    },
    empty: () => Promise.resolve(rmSync(ballast, { force: true })),
  };
}

function limited(): SmallDisk {
  const limit = async (pid: number | undefined, bytes: string): Promise<void> => {
    if (pid !== undefined) await run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]).catch(() => undefined);
  };
  return { kind: 'limit', fill: (pid) => limit(pid, '4096'), empty: (pid) => limit(pid, 'unlimited') };
}
