import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** A file of JSON lines that is only ever added to. What `add` returned from is on the disk. */
export interface AppendLog {
  add(line: object): void;
  close(): void;
}

export function openAppendLog(file: string): AppendLog {
  const fd = openSync(file, 'a');
  return {
    add(line) {
      writeSync(fd, `${JSON.stringify(line)}\n`);
      fsyncSync(fd);
    },
    close: () => closeSync(fd),
  };
}
