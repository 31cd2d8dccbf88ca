import express, { Router, type RequestHandler } from 'express';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../config/variables.js';

export const STUDIO_DIST = join(REPOSITORY, 'apps/studio/dist');
/** Everything the engine itself answers; all else is a page of the studio. */
const ENGINE_PATHS = /^\/(api|v1|hooks|health|ready)(\/|$)/;
const YEAR_S = 31_536_000;

/** Serves the studio's files; each of its addresses answers the one page that draws them all. */
export function serveStudio(folder = STUDIO_DIST): RequestHandler {
  const router = Router();
  // Vite puts a hash of the content into every name under assets: they may be kept for ever.
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: YEAR_S * 1_000,
      index: false,
      fallthrough: true,
    }),
  );
  router.use('/assets', (_request, response) => void response.status(404).type('text').send('Not found.\n'));
  router.use(
    express.static(folder, { index: false, setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache') }),
  );
  router.use((request, response, next) => {
    if (ENGINE_PATHS.test(request.path) || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    const page = join(folder, 'index.html');
    if (!existsSync(page)) return void response.status(503).type('html').send(NOT_BUILT);
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(readFileSync(page));
  });
  return (request, response, next) => (ENGINE_PATHS.test(request.path) ? next() : router(request, response, next));
}

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Sojourn</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem">
<h1>The studio is not built yet</h1>
<p>The engine is running and its API answers under <code>/api</code>. Build the studio with <code>npm run build</code>, then reload this page.</p>
<p lang="zh-CN">引擎已在运行，API 位于 <code>/api</code>。请先执行 <code>npm run build</code> 构建工作台，然后刷新本页。</p>
</body></html>
`;
