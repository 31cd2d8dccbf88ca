/** The order in which spec files are begun. */
import { BaseSequencer } from 'vitest/node';

/**
 * Files of many seconds, the longest first; what computes stands beside what waits. Only time depends on this list: a file that is not in
 * it comes after those that are.
 */
const LONG = [
  'tests/scenarios/replay.spec.ts',
  'tests/chaos/chaos.spec.ts',
  'tools/src/bench/bench.spec.ts',
  'tests/browser/everywhere.spec.ts',
  'tests/engine/crash/points.spec.ts',
  'tests/plugins/standalone.spec.ts',
  'tests/browser/plugins.spec.ts',
  'tests/browser/main-job.spec.ts',
  'apps/engine/src/deliveries/sending.spec.ts',
  'tests/scale/rolling.spec.ts',
  'tests/sandbox/hostile.spec.ts',
  'tests/browser/plugins-ghosts.spec.ts',
  'tests/browser/plugins-registry.spec.ts',
  'apps/engine/src/journeys/plugins-away.spec.ts',
  'tests/browser/plugins-sources.spec.ts',
  'tests/browser/workbench.spec.ts',
  'tests/browser/attention.spec.ts',
  'tests/registry/registry-cases.spec.ts',
  'tests/engine/crash/crash.spec.ts',
];

/** With several workers a long file that is begun last is waited for alone. */
export class LongOnesFirst extends BaseSequencer {
  async sort(files) {
    const place = ({ moduleId }) => {
      const at = LONG.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at === -1 ? LONG.length : at;
    };
    // `sort` is stable: the rest keeps Vitest's own order.
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
