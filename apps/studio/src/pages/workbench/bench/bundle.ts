import runtime from './guest-runtime.ts?worker&url';

/**
 * A plugin's bundle: a classic script that leaves `sojournPlugin` behind. `emitted` is the author's module as CommonJS; it finds
 * the SDK under any of its names, and nothing else.
 */
export async function bundleOf(emitted: string, texts: object): Promise<string> {
  const library = await (await fetch(runtime)).text();
  return composed(library, emitted, texts);
}

export function composed(library: string, emitted: string, texts: object): string {
  return `var sojournPlugin = (() => {
const globalThis = {};
${library}
;const { engine, serve } = globalThis.sojournRuntime;
const module = { exports: {} };
((exports, require, module) => {
${emitted}
})(module.exports, (name) => {
  if (name.startsWith('@sojourn/plugin-sdk')) return engine;
  throw new Error('In the workbench a plugin imports @sojourn/plugin-sdk/engine alone, not ' + name);
}, module);
return serve(module.exports.default, ${JSON.stringify({ texts })});
})();
`;
}
