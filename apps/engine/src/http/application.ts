import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { openToPages } from '../ingest/cors.js';
import { metricsEndpoint } from '../metrics/endpoint.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Ports } from '../ports.js';
import { AppModule } from './app.module.js';
import { readBodies } from './bodies.js';
import { ErrorFilter } from './error.filter.js';
import { measureRequests } from './measure-requests.js';
import { requestLog } from './request-log.js';
import { securityHeaders } from './security-headers.js';
import { serveStudio } from './studio.js';

/** The HTTP side of the engine: headers, bodies, API, then the studio's files. It does not listen yet. */
export async function createApplication(ports: Ports, metrics?: Metrics): Promise<NestExpressApplication> {
  const server = express();
  server.disable('x-powered-by');
  server.set('trust proxy', ports.config.trustProxy);
  server.set('query parser', 'simple');
  const filter = new ErrorFilter(ports.log);
  server.use(measureRequests(metrics));
  server.use(requestLog(ports.log));
  // Only behind a token: a proxy in front makes every request look as if it came from this machine.
  const { metricsToken } = ports.config;
  if (metrics && metricsToken !== undefined) server.get('/metrics', metricsEndpoint(metrics.registry, metricsToken));
  server.use('/api', (_request: Request, _response: Response, next: NextFunction) => {
    ports.health.attendedAt = ports.clock.now();
    next();
  });
  server.use(securityHeaders(ports.config.publicUrl));
  server.use('/v1', openToPages());
  server.use(readBodies());
  server.use(serveStudio());
  // What fails before a route is found (a broken body) does not reach Nest's filters.
  server.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    filter.answer(error, request, response),
  );
  const app = await NestFactory.create<NestExpressApplication>(AppModule.over(ports), new ExpressAdapter(server), {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  await app.init();
  return app;
}
