import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';
import type { Metrics } from '../metrics/metrics.js';
import { tracer } from '../telemetry/spans.js';

/** Each request as a span and as a figure, by its route and never by its path: paths hold ids. */
export function measureRequests(metrics: Metrics | undefined): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
    response.on('finish', () => {
      const route = routeOf(request);
      metrics?.request(request.method, route, response.statusCode, performance.now() - began);
      span.updateName(`${request.method} ${route}`);
      span.setAttributes({ 'http.request.method': request.method, 'http.route': route, 'http.response.status_code': response.statusCode }); // prettier-ignore
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
}

/** `/api/journeys/:id`; files of the studio and what was not found are one each. */
function routeOf({ route, path }: Request): string {
  const found: unknown = (route as { path?: unknown } | undefined)?.path;
  if (typeof found === 'string') return found;
  return path.startsWith('/api') || path.startsWith('/v1') ? 'unknown' : 'studio';
}
