import type { RequestHandler } from 'express';

/**
 * Pages of any origin may send events: a write key is made to stand in a page, and opens nothing but this. Cookies are not
 * let through.
 */
export function openToPages(): RequestHandler {
  return (request, response, next) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (request.method !== 'OPTIONS') return next();
    response.setHeader('Access-Control-Allow-Methods', 'POST');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
    response.setHeader('Access-Control-Max-Age', '86400');
    response.status(204).end();
  };
}
