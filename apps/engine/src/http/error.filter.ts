import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { OperationalError, UserError, type LocalText } from '@sojourn/kernel';
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Log } from '../ports.js';
import { wordsFor } from './words.js';

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: LocalText;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Turns everything thrown into one shape. What is not a person's to mend gets an id, a line in the log and no inner words. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<Request>(), http.getResponse<Response>());
  }

  answer(error: unknown, request: Request, response: Response): void {
    const { status, code, message, details } = this.#read(error, request);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (typeof details['retryAfterSeconds'] === 'number')
      response.setHeader('Retry-After', details['retryAfterSeconds']);
    if (status === 401 && request.path.startsWith('/v1/'))
      response.setHeader('WWW-Authenticate', 'Basic realm="Sojourn write key"');
    // Whatever the answer was meant to be: this one is words, and true for now alone.
    response.setHeader('Cache-Control', 'no-store');
    response.status(status).type('json').json({ error: { code, message, details } });
  }

  #read(error: unknown, request: Request): Answer {
    if (error instanceof UserError)
      return {
        status: error.status,
        code: error.code,
        message: wordsFor(error.code, error.message, error.details),
        details: error.details,
      };
    const known = fromBody(error) ?? fromNest(error, request);
    if (known) return { ...known, message: wordsFor(known.code, known.text, known.details) };
    const id = randomUUID();
    const away = error instanceof OperationalError;
    this.#log.error(
      { id, err: error, method: request.method, path: request.path },
      away ? 'the world failed' : 'unexpected',
    );
    const code = away ? error.code : 'unexpected';
    const text = away
      ? `Something the engine needs did not answer (${error.code}). Try again in a moment.`
      : `Something went wrong in the engine. Look for ${id} in its log.`;
    return {
      status: away ? 503 : 500,
      code,
      message: wordsFor(away ? 'operational' : code, text, { id, code }),
      details: { id },
    };
  }
}

interface Known {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What body-parser throws carries a `type`. */
function fromBody(error: unknown): Known | undefined {
  const { type, limit, length } = error as { type?: unknown; limit?: number; length?: number };
  switch (type) {
    case 'entity.too.large': {
      const limitKb = Math.round((limit ?? 0) / 1024);
      return {
        status: 413,
        code: 'request.too-large',
        text: `The request is larger than ${limitKb} KB. Send it in smaller parts.`,
        details: { limitKb, ...(length ? { bytes: length } : {}) },
      };
    }
    case 'entity.parse.failed':
      return {
        status: 400,
        code: 'request.not-json',
        text: 'The body is not valid JSON. Check it with a JSON linter.',
        details: {},
      };
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return {
        status: 415,
        code: 'request.encoding',
        text: 'The body is in an encoding the engine does not read. Send UTF-8 JSON, plain or gzip.',
        details: {},
      };
    case 'request.aborted':
    case 'request.size.invalid':
      return { status: 400, code: 'request.cut-short', text: 'The body ended early. Send it again.', details: {} };
    default:
      // zlib says Z_DATA_ERROR and the like for a body that is not what its Content-Encoding says.
      return /^Z_/.test(String((error as { code?: unknown }).code ?? ''))
        ? {
            status: 400,
            code: 'request.not-compressed',
            text: 'The body is not the gzip data that its Content-Encoding promises.',
            details: {},
          }
        : undefined;
  }
}

function fromNest(error: unknown, request: Request): Known | undefined {
  if (!(error instanceof HttpException)) return undefined;
  // Nest hands on the router's words for a path that cannot be decoded.
  if (/decode param/.test(error.message))
    return { status: 400, code: 'request.bad-path', text: 'The address contains a broken % sequence.', details: {} };
  const status = error.getStatus();
  if (status === 404)
    return {
      status,
      code: 'request.no-such-route',
      text: `There is nothing at ${request.method} ${request.path}. The API is described at /api/openapi.json.`,
      details: {},
    };
  return status < 500 ? { status, code: 'request.refused', text: error.message, details: {} } : undefined;
}
