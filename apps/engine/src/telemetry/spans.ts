import { context, SpanStatusCode, trace, type Attributes, type Span, type TimeInput } from '@opentelemetry/api';
import { messageOf } from '@sojourn/kernel';

/** No-op until telemetry is started. */
export const tracer = trace.getTracer('sojourn');

/** The present, at the precision that spans have. */
export const moment = (): number => performance.timeOrigin + performance.now();

/** Runs `work` in a span of its own, below the one that is active; what it throws is noted and thrown on. */
export async function within<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A span that is over already. */
export function past(
  name: string,
  parent: Span | undefined,
  from: TimeInput,
  to: TimeInput,
  attributes: Attributes = {},
): Span {
  const under = parent ? trace.setSpan(context.active(), parent) : context.active();
  const span = tracer.startSpan(name, { startTime: from, attributes }, under);
  span.end(to);
  return span;
}

export function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
}
