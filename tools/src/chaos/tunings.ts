import path from 'node:path';
import type { Patch } from './patches.js';
import { repository } from './repository.js';

/** How long a claim of the outbox is held in the engine under test. */
export const LEASE_MS = 3_000;

const CHANNELS = 'apps/engine/src/couriers/channels.ts';

/** A clock that somebody may set: the file holds how many milliseconds it is off. */
const JUMPING_CLOCK = `
import { readFileSync } from 'node:fs';
const file = process.env['SOJOURN_TEST_CLOCK_FILE'];
let off = 0;
const look = (): void => {
  try { off = Number(readFileSync(file ?? '', 'utf8')) || 0; } catch { off = 0; }
};
if (file) setInterval(look, 100).unref();
export const systemClock: Clock = { now: () => Date.now() + off };
`;

/**
 * What the engine under test has besides the sources: shorter times, so that what takes minutes happens within a run, and the trap.
 * Nothing of how it decides or writes is changed.
 */
export function tunings(): readonly Patch[] {
  const trap = JSON.stringify(path.join(repository(), 'tools/src/chaos/trap.ts'));
  return [
    {
      file: 'apps/engine/src/plugins/shipped.ts',
      find: "import * as webhook from '@sojourn/plugin-webhook';",
      replace: `import * as webhook from '@sojourn/plugin-webhook';\nimport * as trap from ${trap};`,
    },
    { file: 'apps/engine/src/plugins/shipped.ts', find: '  code,\n];', replace: '  code,\n  trap,\n];' },
    {
      file: 'libs/kernel/src/clock.ts',
      find: 'export const systemClock: Clock = { now: () => Date.now() };',
      replace: JUMPING_CLOCK,
    },
    { file: 'libs/execution/src/engine.ts', find: 'leaseMs: 60_000', replace: `leaseMs: ${LEASE_MS}` },
    { file: CHANNELS, find: 'firstMs: 5 * SECOND, longestMs: HOUR', replace: 'firstMs: 300, longestMs: 2 * SECOND' },
    { file: CHANNELS, find: 'firstMs: 30 * SECOND, longestMs: HOUR', replace: 'firstMs: 500, longestMs: 2 * SECOND' },
    {
      file: 'libs/execution/src/outbox/sender.ts',
      find: 'CLAIM_LEASE_MS = 20_000',
      replace: `CLAIM_LEASE_MS = ${LEASE_MS}`,
    },
  ];
}
