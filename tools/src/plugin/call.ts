import { UserError } from '@sojourn/kernel';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CALL } from './place.js';

export interface VerbCall<Values> {
  /** What was named, in order. */
  readonly named: readonly string[];
  readonly values: Values;
}

/** Reads a verb's words; `names` says how many things are to be named, at least and at most. */
export function readCall<const Options extends NonNullable<ParseArgsConfig['options']>>(
  verb: string,
  args: readonly string[],
  options: Options,
  names: { readonly least: number; readonly most: number; readonly what: string },
): VerbCall<ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: Options }>>['values']> {
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (positionals.length < names.least || positionals.length > names.most) {
    const wanted = names.most === 0 ? `${verb} takes options alone, no names` : `Name ${names.what}`;
    throw new UserError(`${wanted}. See ${CALL} ${verb} --help.`, {
      code: 'cli.bad-call',
    });
  }
  return { named: positionals, values };
}

/** Prints a value for a program, or lines for a person. */
export function say(json: boolean | undefined, value: unknown, lines: () => string | readonly string[]): void {
  const text = json ? JSON.stringify(value, null, 2) : [lines()].flat().join('\n');
  process.stdout.write(`${text}\n`);
}
