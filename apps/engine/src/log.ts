import pino from 'pino';
import type { Config } from './config/config.js';
import type { Log } from './ports.js';

/** JSON lines on standard error, written at once: standard output is for the person who started the engine. */
export function createLog(level: Config['logLevel']): Log {
  const redact = ['err.config', 'err.options', '*.password', '*.authorization', '*.cookie'];
  return pino(
    { level, base: null, redact, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
