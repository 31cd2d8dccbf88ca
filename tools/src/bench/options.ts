import { parseArgs } from 'node:util';
import { UserError } from '@sojourn/kernel';
import type { BenchCommand } from './bench-command.js';

export interface BenchOptions {
  /** `sqlite`, `mysql` (a private server), or the URL of an empty database. */
  readonly database: string;
  readonly json: boolean;
  /** Where to write a CPU profile of the engine's process, when asked for. */
  readonly profile: string | undefined;
  /** A whole number of at least `least`. */
  number(option: string, least?: number): number;
  flag(option: string): boolean;
  text(option: string): string;
}

const SHARED = { database: 'sqlite', json: false, profile: '', 'batch-size': '1000', connections: '16' } as const;

export const SHARED_HELP = `  --database WHERE    sqlite (a fresh file, synchronous=FULL; default), mysql (starts a private MariaDB or MySQL as
                      durable as in production and ends it), or mysql://USER:PASSWORD@HOST/NAME of an EMPTY database
  --batch-size N      runs moved together (default 1000)
  --connections N     connections of each process to a MySQL at most (default 16)
  --profile FILE      write a CPU profile of the engine's process (opens in Chromium's developer tools)
  --json              print what was measured as JSON`;

/** Reads the call of a benchmark. Throws UserError `bench.bad-call`. */
export function readOptions(command: BenchCommand, args: readonly string[]): BenchOptions {
  const defaults: Record<string, string | boolean> = { ...SHARED, ...command.own };
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [
        name,
        typeof value === 'boolean'
          ? { type: 'boolean' as const, default: value }
          : { type: 'string' as const, default: value },
      ]),
    ),
  });
  const text = (option: string): string => String(values[option] ?? '');
  return {
    database: text('database'),
    json: values['json'] === true,
    profile: text('profile') || undefined,
    text,
    flag: (option) => values[option] === true,
    number(option, least = 1) {
      const given = Number(text(option).replaceAll('_', ''));
      if (Number.isSafeInteger(given) && given >= least) return given;
      throw badCall(`--${option} is ${text(option)}; give a whole number of at least ${least}.`, command.name);
    },
  };
}

export function badCall(what: string, command: string): UserError {
  return new UserError(`${what} See npm run bench -- ${command} --help.`, { code: 'bench.bad-call' });
}
