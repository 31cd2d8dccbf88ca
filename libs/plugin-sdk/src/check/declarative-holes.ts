import type { Issue, Json, JsonObject } from '@sojourn/kernel';
import { child } from '@sojourn/journey';
import { includesField } from '../capabilities/fields.js';
import { holesIn } from '../declarative/template.js';
import type { NodeSpec } from '../node-spec.js';
import { issue, type At } from './issue.js';
import { isField } from './pointers.js';

const PLAIN = new Set(['at', 'contact.id']);

/** A hole names what the node reads, or a field of its config; another would always be empty. */
export function holeIssues({ part: node, at }: At<NodeSpec>): Issue[] {
  if (!node.declarative) return [];
  return templates(node.declarative.request as unknown as Json, `${at}/declarative/request`).flatMap(([where, text]) =>
    holesIn(text)
      .filter((hole) => !isKnown(hole, node))
      .map((hole) =>
        issue(
          'manifest.unknown-hole',
          where,
          `"{{ ${hole} }}" is neither a field of the config nor among data.reads.`,
          `“{{ ${hole} }}”既不是配置字段，也不在 data.reads 中。`,
        ),
      ),
  );
}

function isKnown(hole: string, { config, data }: NodeSpec): boolean {
  const [room, ...steps] = hole.split('.');
  if (PLAIN.has(hole)) return true;
  if (room === 'config') return steps.length > 0 && isField(config, steps);
  if (room === 'event') return data.reads.includes('event');
  const field = room === 'contact' ? steps.join('.') : room === 'variables' ? hole : undefined;
  return field !== undefined && data.reads.some((read) => includesField(read, field));
}

function templates(value: Json, at: string): [where: string, text: string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([name, item]) => templates(item, child(at, name)));
}
