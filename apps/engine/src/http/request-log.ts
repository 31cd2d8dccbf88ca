import type { RequestHandler } from 'express';
import type { Log } from '../ports.js';

/** One line per answered request at level `info`: method, path, status, duration. Never bodies, queries or headers. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    if (!log.isLevelEnabled('info')) return next();
    const began = performance.now();
    const { method, path } = request;
    response.on('finish', () =>
      log.info({ method, path, status: response.statusCode, ms: Math.round(performance.now() - began) }, 'request'),
    );
    next();
  };
}
