import { existsSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { messageOf, type JsonObject } from '@sojourn/kernel';
import { bundle, bundleOf, sourceOf } from '../build/bundle.js';
import type { Refusal } from '../build/refusals.js';
import { hasCode, type Project } from '../project.js';
import { problem, type Problem } from './problem.js';

/** What is wrong with the sources: what the sandbox would refuse, and nodes or functions that plugin.json knows otherwise. */
export async function codeProblems(project: Project): Promise<readonly Problem[]> {
  if (!hasCode(project)) return [];
  const source = path.relative(project.folder, sourceOf(project));
  if (!existsSync(sourceOf(project))) {
    const isHouse = project.manifest.id.startsWith('sojourn.');
    return isHouse
      ? [problem('plugin.json', '/id', 'The publisher "sojourn" is the product itself.', 'Take a name of your own.')]
      : [problem(source, '', 'It is missing, and there are nodes with code.', 'Write it: export default definePlugin({ nodes: { ... } }).')]; // prettier-ignore
  }
  try {
    await bundle(project);
    return exportProblems(project, await exportsOf(project));
  } catch (error) {
    const refused = (error as { details?: { refusals?: readonly Refusal[] } }).details?.refusals;
    if (refused) return refused.map(({ file, line, message }) => problem(file, line === null ? '' : `line ${line}`, message, 'Nothing outside of the sandbox is there.')); // prettier-ignore
    return [problem(source, '', messageOf(error), 'Mend it and check again.')];
  }
}

/** Node type -> names of its functions. Loads the module, in a realm of its own; it is the developer's own code. */
async function exportsOf(project: Project): Promise<{ readonly [type: string]: readonly string[] }> {
  const source = [
    `import plugin from ${JSON.stringify(sourceOf(project))};`,
    `const has = (node) => Object.keys(node).filter((name) => typeof node[name] === 'function');`,
    `if (typeof plugin?.nodes !== 'object') throw new Error('its default export is no plugin: write export default definePlugin({ nodes: { ... } })');`,
    `export const call = () => Object.fromEntries(Object.entries(plugin.nodes).map(([type, node]) => [type, has(node)]));`,
  ].join('\n');
  const { code } = await bundleOf(project, source);
  const realm = vm.createContext({});
  vm.runInContext(code, realm, { timeout: 5_000 });
  return JSON.parse(vm.runInContext('JSON.stringify(sojournPlugin.call())', realm, { timeout: 5_000 }) as string) as {
    [type: string]: string[];
  };
}

function exportProblems({ manifest }: Project, exported: JsonObject): Problem[] {
  const found: Problem[] = [];
  manifest.nodes.forEach(({ type, hooks = [], declarative }, index) => {
    const at = `/nodes/${index}`;
    const names = exported[type] as readonly string[] | undefined;
    if (declarative !== undefined) return;
    if (!names) {
      found.push(problem('src/index.ts', '', `It exports no node "${type}".`, `Add it to definePlugin({ nodes }), or remove ${at} from plugin.json.`)); // prettier-ignore
      return;
    }
    if (!names.includes('execute')) found.push(problem('src/index.ts', '', `The node "${type}" has no execute.`, 'Add it.')); // prettier-ignore
    for (const hook of hooks)
      if (!names.includes(hook)) found.push(problem('plugin.json', `${at}/hooks`, `The node has no function "${hook}".`, 'Write it, or remove it here.')); // prettier-ignore
    for (const name of names)
      if (name !== 'execute' && !hooks.some((hook) => hook === name)) found.push(problem('plugin.json', `${at}/hooks`, `The node's function "${name}" is not named, so nobody will call it.`, `Add "${name}".`)); // prettier-ignore
  });
  for (const type of Object.keys(exported))
    if (!manifest.nodes.some((node) => node.type === type))
      found.push(problem('plugin.json', '/nodes', `The node "${type}" of the code is not declared.`, 'Declare it, or remove it.')); // prettier-ignore
  return found;
}
