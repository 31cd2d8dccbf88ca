import { createHash } from 'node:crypto';
import type { JourneyFile } from './journey-files.js';

/** Twelve characters that stand for this event file and these journeys. */
export function fingerprint(file: string, journeys: readonly JourneyFile[]): string {
  const hash = createHash('sha256').update(file);
  for (const { key, document } of journeys) hash.update(`\0${key}\0${JSON.stringify(document)}`);
  return hash.digest('hex').slice(0, 12);
}
