import type { Config } from '../config/config.js';
import type { Stoppable } from '../shutdown.js';

/**
 * Sends traces to the collector that the environment names; without one nothing is loaded and every span is a no-op. The SDK
 * itself reads the other variables of the specification: sampler, headers, resource.
 */
export async function startTelemetry(
  config: Pick<Config, 'otlpEndpoint' | 'serviceName' | 'role'>,
  worker?: string,
): Promise<Stoppable | undefined> {
  if (config.otlpEndpoint === undefined) return undefined;
  const [{ startNodeSdk }, { BatchSpanProcessor }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${config.otlpEndpoint.replace(/\/$/, '')}/v1/traces` });
  const sdk = startNodeSdk({
    logLevel: 'none',
    spanProcessors: [new BatchSpanProcessor({ exporter })],
    // Figures go to Prometheus, the log to standard error.
    metricReaders: [],
    logRecordProcessors: [],
    resourceAttributes: {
      'service.name': config.serviceName,
      'sojourn.role': config.role,
      ...(worker === undefined ? {} : { 'service.instance.id': worker }),
    },
  });
  return { stop: () => sdk.shutdown() };
}
