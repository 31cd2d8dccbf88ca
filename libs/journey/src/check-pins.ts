import type { Issue } from '@sojourn/kernel';
import { error, quoted } from './issues.js';
import { pluginOfType } from './plugin-pin.js';
import { child } from './pointer.js';
import { isObject } from './reading.js';

/** A node type is run by the plugin it is named after, and by no other. */
export function pinIssues(pins: unknown): readonly Issue[] {
  if (!isObject(pins)) return [];
  return Object.entries(pins).flatMap(([type, pin]) => {
    const plugin = pluginOfType(type);
    if (plugin === undefined || !isObject(pin) || typeof pin['plugin'] !== 'string' || pin['plugin'] === plugin)
      return [];
    return [
      error(
        'document.foreign-pin',
        { pointer: child(child('/plugins', type), 'plugin') },
        `The node type "${quoted(type)}" belongs to the plugin ${plugin}, not to "${quoted(pin['plugin'])}". Choose a version of ${plugin}.`,
        `节点类型“${quoted(type)}”属于插件 ${plugin}，而不是“${quoted(pin['plugin'])}”。请选择 ${plugin} 的某个版本。`,
      ),
    ];
  });
}
