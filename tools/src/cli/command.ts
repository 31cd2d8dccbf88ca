/** One word of the command line. */
export interface Command {
  readonly name: string;
  /** One line of the overview. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** What `--help` prints when it is asked about a part of the command: `plugin build --help`. */
  helpFor?(args: readonly string[]): string;
  run(args: readonly string[]): Promise<void>;
}
