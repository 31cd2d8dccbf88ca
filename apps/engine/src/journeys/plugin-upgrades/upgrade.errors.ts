import { remedyFor, type PluginState } from '@sojourn/journey';
import { UserError, type LocalText } from '@sojourn/kernel';

export function notDrawn(type: string): UserError {
  return new UserError(`The draft has no step of the type ${type} that a plugin brings.`, {
    code: 'journey.no-such-type',
    status: 404,
    details: { type },
  });
}

export function noSuchPluginVersion(type: string, hash: string): UserError {
  return new UserError(
    `This workspace has no version ${hash.slice(0, 12)} of the plugin of ${type}. Install it first.`,
    {
      code: 'journey.no-such-plugin-version',
      status: 404,
      details: { type, hash },
    },
  );
}

export function pluginUnavailable(plugin: string, state: Exclude<PluginState, 'ok'>): UserError {
  return new UserError(remedyFor(plugin, state).en, {
    code: 'journey.plugin-unavailable',
    status: 409,
    details: { plugin, state },
  });
}

export function notMigrated(nodeId: string, fault: LocalText): UserError {
  return new UserError(`The settings of the step ${nodeId} could not be brought to the new version: ${fault.en}`, {
    code: 'journey.not-migrated',
    status: 422,
    details: { nodeId, fault: fault.en, problem: fault['zh-CN'] },
  });
}
