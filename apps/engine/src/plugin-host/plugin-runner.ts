import type { PluginRunner } from '../ports.js';
import type { HookRunner } from './hook-runner.js';
import type { PluginLibrary } from './library.js';
import type { NodeRunner } from './node-runner.js';
import { executed } from './plugin-nodes.js';

/** Functions of plugins for the API. What cannot run says so as a fault, in words. */
export function createPluginRunner(library: PluginLibrary, runner: NodeRunner, hooks: HookRunner): PluginRunner {
  return {
    async call(ask) {
      // Only what is computed from a config: before an upgrade is consented to, it must be seen what it would make of one.
      const answer = await hooks.run({ ...ask, needsConsent: ask.entry !== 'migrate' });
      if ('state' in answer) return { fault: `${ask.pin.plugin} cannot run: ${answer.state}` };
      return 'busy' in answer ? { fault: `Try again in a moment: ${answer.busy}` } : answer;
    },
    async rehearse({ items, ...ask }) {
      await library.refresh();
      await library.load([ask.pin]);
      const state = library.stateOf(ask.workspaceId, ask.pin);
      if (state !== 'ok' && state !== 'no-consent') return items.map(() => ({ fault: `${ask.pin.plugin} cannot run: ${state}` })); // prettier-ignore
      return executed(library, runner, { ...ask, items, journeyId: 0 }, { rehearsal: true });
    },
  };
}
