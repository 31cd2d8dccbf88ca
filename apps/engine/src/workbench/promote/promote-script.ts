import type { LocalText } from '@sojourn/kernel';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { CodeConfig } from '../code-node.js';
import { tryScript, type TriedItems } from '../run/try-script.js';
import type { WorkbenchSandbox } from '../run/workbench-sandbox.js';
import { readableOf, type Readable } from '../typings/readable.js';
import { readsOfSource } from '../typings/reads-of-source.js';
import { fixturesOf, type Tried } from './fixtures.js';
import { projectFiles } from './project-files.js';
import { probesOf } from './probes.js';

export interface ScriptToPromote {
  readonly publisher: string;
  readonly name: string;
  readonly title: LocalText;
  readonly config: CodeConfig;
}

/** What a script may read: as its list says, else as its text shows, else all. */
export function readableIn({ reads, source }: CodeConfig): Readable {
  return readableOf(reads ?? readsOfSource(source));
}

/**
 * The files of a plugin's project made of a script, path -> text. The script runs on the given items once more: what it decides
 * today is what its tests expect of the plugin.
 */
export async function promoteScript(
  { config, ...names }: ScriptToPromote,
  items: readonly Item[],
  sandbox: Pick<WorkbenchSandbox, 'run'>,
): Promise<ReadonlyMap<string, string>> {
  const readable = readableIn(config);
  const [first] = items;
  const told = first ? await tryScript(config, items, sandbox) : undefined;
  const tags = [...new Set(items.flatMap(({ contact }) => contact.tags))];
  const probed = first ? await tryScript(config, probesOf(first, readable, tags), sandbox) : undefined;
  const chosen = decidedOf(told);
  const { source, outcomes, timeoutMs, memoryMb } = config;
  const fixtures = fixturesOf([...chosen, ...newWays(chosen, decidedOf(probed))], source, readable);
  return projectFiles({ ...names, source, outcomes, readable, timeoutMs, memoryMb, fixtures });
}

/** The first of each way, and of each kind of failure, that nobody took before. */
function newWays(before: readonly Tried[], probed: readonly Tried[]): readonly Tried[] {
  const taken = new Set(before.map(wayOf));
  return probed.filter((one) => {
    const way = wayOf(one);
    if (way === undefined || taken.has(way)) return false;
    taken.add(way);
    return true;
  });
}

function wayOf({ decision }: Tried): string | undefined {
  if (decision?.do !== 'to') return undefined;
  return decision.outcome === 'error' ? `error ${decision.why?.code}` : decision.outcome;
}

function decidedOf(tried: TriedItems | undefined): readonly Tried[] {
  return (tried?.inputs ?? []).map((input, index) => ({ input, decision: tried?.decisions[index] }));
}
