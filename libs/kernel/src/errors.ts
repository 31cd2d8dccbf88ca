/**
 * Three bases say who can mend a failure. Every error carries a stable `code`
 * (`room.what`, for example `journey.not-found`) that has a line in docs/errors.md.
 */
export interface ErrorDetails {
  /** Stable, documented, never translated. */
  readonly code: string;
  readonly cause?: unknown;
  /** Structured facts for the reader: ids, limits, positions. Never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export abstract class SojournError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, { code, cause, details = {} }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** A person can mend it: shown to them, with what happened, to whom, and what to do. */
export class UserError extends SojournError {
  /** The HTTP status an API answers with; 4xx. */
  readonly status: number;

  constructor(message: string, options: ErrorDetails & { readonly status?: number }) {
    super(message, options);
    this.status = options.status ?? 400;
  }
}

/** The world failed (network, disk, a database that went away): retried, then shown. */
export class OperationalError extends SojournError {}

/** Our bug: reported. */
export class UnexpectedError extends SojournError {}

/** The words of anything thrown, for a trace or a log line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
