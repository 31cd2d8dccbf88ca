import { messageOf, SojournError, UserError } from '@sojourn/kernel';

/** How a command ends that could not do its work. */
export interface Ending {
  /** For the person: what is wrong and what to do. Never a trace. */
  readonly words: string;
  /** 2 when the call itself was wrong, 1 for everything else. */
  readonly exitCode: 1 | 2;
}

/** Codes of a wrong call: options, names of commands, things that should have been named. */
const WRONG_CALL = new Set(['cli.bad-call', 'cli.unknown-command']);

/** What to tell of anything thrown. `ofUser`: the exit code of what a person can mend, where it is no wrong call. */
export function endingOf(error: unknown, ofUser: 1 | 2 = 1): Ending {
  if (isArgsError(error)) return { words: `${firstSentence(messageOf(error))}. See --help.`, exitCode: 2 };
  if (error instanceof UserError) return { words: error.message, exitCode: WRONG_CALL.has(error.code) ? 2 : ofUser };
  if (error instanceof SojournError) return { words: error.message, exitCode: 1 };
  if (isOfSystem(error)) return { words: `The system refuses: ${error.message}.`, exitCode: 1 };
  return { words: `This should not have happened: ${firstLine(messageOf(error))}. Set SOJOURN_TRACE=1 to see where, and report it.`, exitCode: 1 }; // prettier-ignore
}

/** Tells a person, and the shell, how it ended; with a trace for whoever asks for one. */
export function endWith(error: unknown, ofUser?: 1 | 2): void {
  const { words, exitCode } = endingOf(error, ofUser);
  const trace = process.env['SOJOURN_TRACE'] && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  process.stderr.write(`${words}${trace}\n`);
  process.exitCode = exitCode;
}

/** What node:util parseArgs throws for an unknown or incomplete option. */
function isArgsError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** A disk that is full, a folder that may not be written, a program that is not there. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** Without the lesson on how to name a file that begins with two dashes. */
const firstSentence = (text: string): string => text.split('. ')[0] ?? text;

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/\.$/, '');
