/** One thing that is wrong with a plugin's folder. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** From the plugin's folder. */
  readonly file: string;
  /** JSON pointer, or a line; empty when it is the whole file. */
  readonly at: string;
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  /** From 1, where it is known. */
  readonly line?: number;
}

export const problem = (file: string, at: string, message: string, remedy: string, line?: number): Problem => ({
  severity: 'error',
  file,
  at,
  message,
  remedy,
  ...(line !== undefined && { line }),
});

export const warning = (file: string, at: string, message: string, remedy: string, line?: number): Problem => ({
  ...problem(file, at, message, remedy, line),
  severity: 'warning',
});
