import type { Clock, JsonObject } from '@sojourn/kernel';
import { project, type Capability } from '@sojourn/plugin-sdk';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { Database } from '@sojourn/storage';
import type { PluginRunner } from '../ports.js';
import { DryHost, type Asked } from './dry-host.js';
import type { HookRunner } from './hook-runner.js';
import { KvCalls } from './host-kv.js';
import type { PluginLibrary } from './library.js';
import type { NodeRunner } from './node-runner.js';
import { Slots } from './own-writes.js';
import { crossingOf, executed } from './plugin-nodes.js';
import { recordedAnswers } from './recorded-answers.js';

/** Functions of plugins for the API. What cannot run says so as a fault, in words. */
export function createPluginRunner(
  library: PluginLibrary,
  runner: NodeRunner,
  hooks: HookRunner,
  parts: { readonly database: Database; readonly clock: Clock },
): PluginRunner {
  return {
    async call(ask) {
      // Only what is computed from a config: before an upgrade is consented to, it must be seen what it would make of one.
      const answer = await hooks.run({ ...ask, needsConsent: ask.entry !== 'migrate' });
      if ('state' in answer) return { fault: `${ask.pin.plugin} cannot run: ${answer.state}` };
      return 'busy' in answer ? { fault: `Try again in a moment: ${answer.busy}` } : answer;
    },
    async rehearse({ items, outside, journeyId = 0, ...ask }) {
      const { workspaceId, pin } = ask;
      await library.refresh();
      await library.load([pin]);
      const state = library.stateOf(workspaceId, pin);
      if (state !== 'ok' && state !== 'no-consent') return items.map(() => ({ fault: `${pin.plugin} cannot run: ${state}` })); // prettier-ignore
      // What nobody has consented to yet is tried as if it were: it reaches nothing.
      const granted = state === 'ok' ? {} : { granted: library.bundle(pin, workspaceId)?.manifest.capabilities ?? [] };
      const batch = { ...ask, items, journeyId };
      if (outside !== 'recorded') return executed(library, runner, batch, granted);
      const answers = await recordedAnswers(parts.database.read, workspaceId, pin.plugin);
      const asked: Asked[] = [];
      const hosts: (() => void)[] = [];
      const verdicts = await executed(library, runner, batch, {
        ...granted,
        hostFor(scope, places) {
          const host = new DryHost(scope, { answers, kv: new KvCalls(scope, { ...parts, slots: new Slots(scope) }) });
          hosts.push(() => places.forEach((place, key) => (asked[place] = host.asked(key))));
          return host.call;
        },
      });
      for (const tell of hosts) tell();
      const instead = items.map((item, place) => asked[place]?.unanswered ? insteadOf({ library, hooks }, { ...ask, ...granted }, item) : undefined); // prettier-ignore
      const told = await Promise.all(instead);
      return verdicts.map((verdict, place) => ({ ...verdict, asked: asked[place], instead: told[place] }));
    },
  };
}

/** How a node leaves in a rehearsal that has no answer for it: by what its manifest says. Undefined when it says nothing. */
async function insteadOf(
  { library, hooks }: { readonly library: PluginLibrary; readonly hooks: HookRunner },
  ask: Pick<Parameters<PluginRunner['rehearse']>[0], 'workspaceId' | 'pin' | 'type' | 'nodeId' | 'config'> & {
    readonly granted?: readonly Capability[];
  },
  item: Item,
): Promise<string | undefined> {
  const { workspaceId, pin, type, nodeId, config } = ask;
  const bundle = library.bundle(pin, workspaceId);
  const node = bundle?.nodes.get(type);
  if (!bundle || !node) return undefined;
  const { dryRun, dryOutcome } = node.spec.effects;
  if (dryRun === 'outcome') return dryOutcome;
  if (dryRun === 'run') return undefined;
  const granted = ask.granted ?? library.granted(workspaceId, pin);
  const crossing = { ...project(item, crossingOf(bundle, node, granted, config)), key: 0 };
  const input = { config, item: crossing as unknown as JsonObject };
  const answer = await hooks.run({ workspaceId, pin, node: node.spec.type, entry: 'preview', nodeId, input, needsConsent: false }); // prettier-ignore
  return 'value' in answer ? JSON.stringify(answer.value) : undefined;
}
