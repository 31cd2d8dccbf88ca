import { UserError } from '@sojourn/kernel';
import { PACKAGE_LIMITS, packageTooLarge } from '@sojourn/packaging';
import express, { type Request, type RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';

/** The Segment API's own limit of a batch, after decompression. */
export const INGEST_LIMIT = 500 * 1024;
const API_LIMIT = 5 * 1024 * 1024;
/** A package of a plugin: the only body that is no JSON. */
const PACKAGE_PATH = '/api/plugins/upload';
/** Where other systems post what they have signed. */
const POSTED_PATH = '/hooks/sources/';
const INGEST_DEPTH = 32;
const API_DEPTH = 64;

/** Reads JSON bodies, plain or gzip, within limits of size and depth; other content types are left unread. */
export function readBodies(): RequestHandler {
  // Browsers send beacons to the tracking API as text/plain.
  const ingest = express.json({ limit: INGEST_LIMIT, type: () => true, verify: shallow(INGEST_DEPTH) });
  const api = express.json({
    limit: API_LIMIT,
    type: ['application/json', 'application/*+json'],
    verify: shallow(API_DEPTH),
  });
  const posted = express.raw({ limit: API_LIMIT, type: () => true, verify: shallow(API_DEPTH) });
  const packed = express.raw({ limit: PACKAGE_LIMITS.packedBytes, type: () => true, inflate: false });
  return (request, response, next) => {
    if (request.path.startsWith('/v1/')) ingest(request, response, next);
    else if (request.path === PACKAGE_PATH)
      if (request.is('application/octet-stream'))
        packed(request, response, (error?: { type?: string }) =>
          next(error?.type === 'entity.too.large' ? packageTooLarge() : error),
        );
      // What else comes is refused by the operation, which asks first who it is.
      else next();
    else if (request.path.startsWith(POSTED_PATH))
      posted(request, response, (error?: unknown) => {
        if (error === undefined) keepPosted(request);
        next(error);
      });
    else if (
      !request.path.startsWith('/api/') ||
      hasNoBody(request) ||
      request.is(['application/json', 'application/*+json'])
    )
      api(request, response, next);
    else
      next(
        new UserError('The body is not JSON. Send it with Content-Type: application/json.', {
          code: 'request.content-type',
          status: 415,
        }),
      );
  };
}

/** For the operation that takes packages. */
export const noPackage = (): UserError =>
  new UserError('Send the package as it is, with Content-Type: application/octet-stream.', {
    code: 'package.content-type',
    status: 415,
  });

type Verify = (request: IncomingMessage, response: unknown, body: Buffer) => void;
const texts = new WeakMap<IncomingMessage, string>();

/** The text that was posted to a source, as it came; empty when there was none. */
export const postedText = (request: IncomingMessage): string => texts.get(request) ?? '';

/** Whatever is posted there is text; what it means is read by its content type, once it is known who listens. */
function keepPosted(request: Request): void {
  const body: unknown = request.body;
  texts.set(request, Buffer.isBuffer(body) ? body.toString('utf8') : '');
  request.body = undefined;
}

function hasNoBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] === undefined && (request.headers['content-length'] ?? '0') === '0';
}

/** Looks at the bytes before they are parsed: nesting that is refused costs nothing. */
function shallow(limit: number): Verify {
  return (_request, _response, body) => {
    if (depthOf(body) > limit)
      throw new UserError(`The JSON is nested deeper than ${limit} levels. Flatten it.`, {
        code: 'request.too-deep',
        status: 422,
        details: { limit },
      });
  };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How deep objects and lists are nested in JSON text; brackets inside strings do not count. */
export function depthOf(body: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i];
    if (inText) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return deepest;
}
