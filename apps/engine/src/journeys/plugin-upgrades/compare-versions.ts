import type { PluginVerdict } from '@sojourn/execution';
import type { JsonObject, LocalText } from '@sojourn/kernel';
import type { NodeSpec } from '@sojourn/plugin-sdk';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { InstalledVersion, PluginRunner, Rehearsed } from '../../ports.js';
import { howCompared, NOBODY_TO_COMPARE, notRunning } from './compared-words.js';

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

/** `different` is absent when nothing could be compared; `note` says why, or how it was done where versions call out. */
export interface Comparison {
  readonly different?: readonly Difference[];
  readonly note: LocalText | null;
}

const CALLING: readonly string[] = ['http', 'kv'];
/** What was not consented to yet may be looked at: it writes nothing. */
const MAY_BE_TRIED: readonly string[] = ['ok', 'no-consent'];

/**
 * What the old and the new version decide for the same people at the same moment, with nothing written and nobody called. Of
 * versions that call out it is compared what they would ask; requests that a recording has an answer to are answered, and where one
 * has none, a version leaves as its manifest says for rehearsals.
 */
export async function comparedVersions(
  runner: PluginRunner,
  at: { readonly workspaceId: number; readonly journeyId: number; readonly type: string; readonly nodeId: string },
  before: Side,
  after: Side,
  items: readonly Item[],
): Promise<Comparison> {
  const sides = [before, after];
  if (items.length === 0) return { note: NOBODY_TO_COMPARE };
  const away = sides.find(({ version }) => !MAY_BE_TRIED.includes(version.state));
  if (away) return { note: notRunning(away.version.pin.version, away.version.state) };
  const isCalling = sides.some(({ spec }) => reachesOut(spec));
  const outside = isCalling ? ({ outside: 'recorded' } as const) : {};
  const run = ({ version, config }: Side): Promise<readonly Rehearsed[]> =>
    runner.rehearse({ ...at, ...outside, pin: version.pin, config, items });
  const [old, fresh] = [await run(before), await run(after)];
  const different = items.flatMap(({ key }, i): Difference[] => {
    const [was, is] = told(old[i], fresh[i]);
    return was === is ? [] : [{ key, before: was, after: is }];
  });
  return { different, note: isCalling ? howCompared(items.map((_, i) => [old[i], fresh[i]])) : null };
}

function reachesOut({ declarative, uses = [] }: NodeSpec): boolean {
  return declarative !== undefined || uses.some((kind) => CALLING.includes(kind));
}

const LONGEST = 400;

/** Equal words, equal decisions. Requests are told of where the two do not ask the same. */
function told(before: Rehearsed | undefined, after: Rehearsed | undefined): readonly [before: string, after: string] {
  const asksOf = (one: Rehearsed | undefined): string => (one?.asked?.requests ?? []).join('; ');
  const isAlike = asksOf(before) === asksOf(after);
  const wordsOf = (one: Rehearsed | undefined): string => {
    const end = one?.asked?.unanswered ? (one.instead ?? '?') : wordsFor(one);
    return (isAlike ? end : `${asksOf(one) || '—'} → ${end}`).slice(0, LONGEST);
  };
  return [wordsOf(before), wordsOf(after)];
}

/** `dry`, `dry {"output":{"degrees":21}}`, `wait`, `fault: ...` */
function wordsFor(verdict: PluginVerdict | undefined): string {
  if (!verdict) return 'fault: no answer';
  if ('fault' in verdict) return `fault: ${verdict.fault.slice(0, 200)}`;
  if ('again' in verdict) return `retry: ${verdict.why.slice(0, 200)}`;
  const { item: _, do: verb, why: _why, outcome, ...rest } = verdict.decision as unknown as JsonObject;
  const name = typeof outcome === 'string' ? outcome : String(verb);
  const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
  return `${name}${more}`;
}
