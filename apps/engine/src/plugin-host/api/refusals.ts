import { OperationalError, UserError } from '@sojourn/kernel';
import type { PluginHost } from '../plugin-host.js';
import type { Bundle } from '../bundle.js';
import type { HookAnswer } from '../hook-runner.js';

export function notInstalled(plugin: string): UserError {
  return new UserError(`The plugin ${plugin} is not installed in this workspace. Install it on the Plugins page.`, {
    code: 'plugin-host.not-installed',
    status: 404,
    details: { plugin },
  });
}

export function noSuchNode(plugin: string, type: string): UserError {
  return new UserError(`The plugin ${plugin} has no node type ${type}.`, {
    code: 'plugin-host.no-node',
    status: 404,
    details: { plugin, type },
  });
}

/** The bundle that a workspace has of a plugin now, whether it may run or not. */
export async function installedBundle({ library }: PluginHost, workspaceId: number, plugin: string): Promise<Bundle> {
  await library.refresh();
  const pin = library.current(workspaceId, plugin);
  const bundle = pin && library.bundle(pin, workspaceId);
  if (!bundle) throw notInstalled(plugin);
  return bundle;
}

/** What a function of a plugin answered; what hindered it is thrown, in words. */
export function valueOf(answer: HookAnswer, plugin: string): unknown {
  if ('value' in answer) return answer.value;
  if ('fault' in answer)
    throw new UserError(`The plugin ${plugin} failed: ${answer.fault}. Tell its author; the Plugins page has a recording.`, {
      code: 'plugin-host.fault',
      status: 422,
      details: { plugin, fault: answer.fault },
    }); // prettier-ignore
  if ('state' in answer)
    throw new UserError(`The plugin ${plugin} cannot run now (${answer.state}). The Plugins page says what to do.`, {
      code: 'plugin-host.unavailable',
      status: 409,
      details: { plugin, state: answer.state },
    });
  throw new OperationalError(`The plugin ${plugin} is not run for the moment: ${answer.busy}. Try again soon.`, {
    code: 'plugin-host.busy',
    details: { plugin },
  });
}
