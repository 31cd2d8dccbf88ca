import type { LocalText } from '../i18n/local-text.js';

/** An answer of the engine that says no, in its own words. `code` is stable: `journey.stale-revision`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly text: LocalText;
  readonly details: unknown;

  constructor(status: number, code: string, text: LocalText, details?: unknown) {
    super(typeof text === 'string' ? text : text.en);
    this.status = status;
    this.code = code;
    this.text = text;
    this.details = details;
  }
}

export function isApiError(error: unknown, code?: string): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}

/** Reads `{error: {code, message, details}}`; anything else (a proxy's page, an empty body) is told by its status. */
export function toApiError(status: number, body: unknown): ApiError {
  const error = (body as { error?: { code?: unknown; message?: unknown; details?: unknown } } | null)?.error;
  const code = typeof error?.code === 'string' ? error.code : `http.${status}`;
  const message = error?.message;
  if (typeof message === 'string') return new ApiError(status, code, message, error?.details);
  if (message && typeof message === 'object' && 'en' in message) {
    return new ApiError(status, code, message as LocalText, error?.details);
  }
  return new ApiError(status, code, `HTTP ${status}`, error?.details);
}
