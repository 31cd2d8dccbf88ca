import type { PluginVerdict } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';
import type { NodeSpec } from '@sojourn/plugin-sdk';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { InstalledVersion, PluginRunner } from '../../ports.js';

export interface Side {
  readonly version: InstalledVersion;
  readonly spec: NodeSpec;
  readonly config: JsonObject;
}
export interface Difference {
  /** Place of the item. */
  readonly key: number;
  readonly before: string;
  readonly after: string;
}

const CALLING: readonly string[] = ['http', 'kv'];
/** What was not consented to yet may be looked at: it writes nothing. */
const MAY_BE_TRIED: readonly string[] = ['ok', 'no-consent'];

/**
 * What the old and the new version decide for the same people at the same moment, with nothing written and nothing called.
 * Undefined when that tells nothing: one of them reaches out, or the old one may not be run any more.
 */
export async function comparedVersions(
  runner: PluginRunner,
  at: { readonly workspaceId: number; readonly type: string; readonly nodeId: string },
  before: Side,
  after: Side,
  items: readonly Item[],
): Promise<readonly Difference[] | undefined> {
  const sides = [before, after];
  if (
    items.length === 0 ||
    sides.some(({ spec, version }) => reachesOut(spec) || !MAY_BE_TRIED.includes(version.state))
  )
    return undefined;
  const run = ({ version, config }: Side): Promise<readonly PluginVerdict[]> =>
    runner.rehearse({ ...at, pin: version.pin, config, items });
  const [old, fresh] = [await run(before), await run(after)];
  return items.flatMap(({ key }, i): Difference[] => {
    const [was, is] = [wordsFor(old[i]), wordsFor(fresh[i])];
    return was === is ? [] : [{ key, before: was, after: is }];
  });
}

function reachesOut({ declarative, uses = [] }: NodeSpec): boolean {
  return declarative !== undefined || uses.some((kind) => CALLING.includes(kind));
}

/** `dry`, `dry {"output":{"degrees":21}}`, `wait`, `fault: ...`: equal words, equal decisions. */
function wordsFor(verdict: PluginVerdict | undefined): string {
  if (!verdict) return 'fault: no answer';
  if ('fault' in verdict) return `fault: ${verdict.fault.slice(0, 200)}`;
  if ('again' in verdict) return `retry: ${verdict.why.slice(0, 200)}`;
  const { item: _, do: verb, why: _why, outcome, ...rest } = verdict.decision as unknown as JsonObject;
  const name = typeof outcome === 'string' ? outcome : String(verb);
  const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
  return `${name}${more}`.slice(0, 400);
}
