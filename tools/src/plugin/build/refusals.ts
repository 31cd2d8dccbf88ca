import { builtinModules } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'vite';
import { isOfLibrary } from './guest-library.js';

/** A place in a plugin's sources that reaches for what the sandbox has not. */
export interface Refusal {
  /** The module as the bundler knows it. */
  readonly module: string;
  /** From the plugin's folder. */
  readonly file: string;
  /** 1 and up; null when it is the whole file. */
  readonly line: number | null;
  readonly message: string;
}

/** Names that exist in Node or in a browser and not in the sandbox, with what to use instead. */
const ABSENT: { readonly [name: string]: string } = {
  fetch: 'use ctx.http.requestAll',
  XMLHttpRequest: 'use ctx.http.requestAll',
  WebSocket: 'use ctx.http.requestAll',
  setTimeout: 'answer wait(item, { until }) or retry(item, { after })',
  setInterval: 'declare a trigger with poll',
  setImmediate: 'answer at once',
  require: 'use import',
  process: 'take settings from the config',
  Buffer: 'use TextEncoder or plain texts',
  localStorage: 'use ctx.kv',
  importScripts: 'use import',
  WebAssembly: 'the sandbox runs JavaScript alone',
};

/**
 * Collects what the sandbox would refuse at run time, so that the developer reads it with file and line: imports of Node, `import()`,
 * `eval`, `new Function`, and globals that are not there.
 */
export function refusals(folder: string, found: Refusal[]): Plugin {
  const nameOf = (file: string): string => path.relative(folder, file.split('?')[0] ?? file);
  return {
    name: 'sojourn-refusals',
    enforce: 'pre',
    resolveId(id, importer) {
      const bare = id.replace(/^node:/, '');
      if (!id.startsWith('node:') && !builtinModules.includes(bare)) return null;
      const from = importer === undefined ? 'src/index.ts' : nameOf(importer);
      found.push({
        module: importer ?? '',
        file: from,
        line: null,
        message: `imports "${id}": Node is not there. ${instead(bare)}`,
      });
      return { id: `\0sojourn-absent:${bare}`, syntheticNamedExports: true };
    },
    load: (id) => (id.startsWith('\0sojourn-absent:') ? 'export default {};' : null),
    transform(code, id) {
      // The SDK is ours; data files hold no code.
      if (id.startsWith('\0') || isOfLibrary(id) || /\.json($|\?)/.test(id)) return null;
      let program: unknown;
      try {
        program = this.parse(code, { lang: /\.[mc]?js($|\?)/.test(id) ? 'js' : 'ts' });
      } catch {
        return null; // the bundler itself says what is wrong with it
      }
      const own = declaredIn(program);
      // Libraries ask for globals before they use them, and their `require` is resolved by the bundler.
      const absent = id.includes('/node_modules/') ? {} : ABSENT;
      walk(program, (node) => {
        const message = refusalOf(node, own, absent);
        if (message) found.push({ module: id, file: nameOf(id), line: lineOf(code, node), message });
      });
      return null;
    },
  };
}

function instead(module: string): string {
  if (/^https?|^net|^tls|^undici|^dns/.test(module)) return 'Use ctx.http.requestAll.';
  if (/^fs|^sqlite/.test(module)) return 'Use ctx.kv, or import data as JSON.';
  if (module === 'crypto') return 'Use ctx.random for chance; hashes need a library in plain JavaScript.';
  return 'Use plain JavaScript.';
}

type Syntax = { readonly type: string; readonly start?: number; readonly [name: string]: unknown };

function refusalOf(node: Syntax, own: ReadonlySet<string>, absent: typeof ABSENT): string | null {
  if (node.type === 'ImportExpression') return 'import() has nothing to load from: use import at the top.';
  const called = node.type === 'CallExpression' || node.type === 'NewExpression' ? nameIn(node['callee']) : null;
  if (called === 'eval' || called === 'Function') {
    if (!own.has(called)) return `${called} makes code out of text, which is refused: write the code itself.`;
  }
  const used = called ?? (node.type === 'MemberExpression' ? nameIn(node['object']) : null);
  if (used !== null && Object.hasOwn(absent, used) && !own.has(used)) return `${used} is not there: ${absent[used]}.`;
  return null;
}

function nameIn(node: unknown): string | null {
  const { type, name } = (node ?? {}) as Syntax;
  return type === 'Identifier' && typeof name === 'string' ? name : null;
}

/** Every name that the module declares somewhere: a `fetch` of its own is none of the browser's. */
function declaredIn(program: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (pattern: unknown): void => walk(pattern, (node) => void (nameIn(node) && names.add(nameIn(node)!)));
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator') add(node['id']);
    if (/Function/.test(node.type)) {
      add(node['id']);
      add(node['params']);
    }
    if (/^Import.*Specifier$/.test(node.type)) add(node['local']);
    if (node.type === 'ClassDeclaration') add(node['id']);
  });
  return names;
}

function walk(node: unknown, visit: (node: Syntax) => void): void {
  if (Array.isArray(node)) return node.forEach((one) => walk(one, visit));
  if (typeof node !== 'object' || node === null) return;
  if (typeof (node as Syntax).type === 'string') visit(node as Syntax);
  for (const [key, value] of Object.entries(node)) if (key !== 'parent') walk(value, visit);
}

function lineOf(code: string, { start }: Syntax): number | null {
  return start === undefined ? null : code.slice(0, start).split('\n').length;
}
