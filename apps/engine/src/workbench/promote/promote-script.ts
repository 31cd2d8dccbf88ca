import type { LocalText } from '@sojourn/kernel';
import type { Item } from '@sojourn/plugin-sdk/engine';
import type { CodeConfig } from '../code-node.js';
import { tryScript, type TriedItems } from '../run/try-script.js';
import type { WorkbenchSandbox } from '../run/workbench-sandbox.js';
import { readableOf, type Readable } from '../typings/readable.js';
import { readsOfSource } from '../typings/reads-of-source.js';
import { fixturesOf } from './fixtures.js';
import { projectFiles } from './project-files.js';
import { unexpected } from './unexpected.js';

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
  const strange = first ? await tryScript(config, unexpected(first, readable), sandbox) : undefined;
  const failing = decidedOf(strange).filter(({ decision }) => decision?.do === 'to' && decision.outcome === 'error');
  const { source, outcomes, timeoutMs, memoryMb } = config;
  const fixtures = fixturesOf([...decidedOf(told), ...failing.slice(0, 1)], source, readable);
  return projectFiles({ ...names, source, outcomes, readable, timeoutMs, memoryMb, fixtures });
}

function decidedOf(tried: TriedItems | undefined) {
  return (tried?.inputs ?? []).map((input, index) => ({ input, decision: tried?.decisions[index] }));
}
