import type { Json, JsonObject } from '@sojourn/kernel';

/** What nodes of ours leave for later ones, and the event itself. A misspelt name stays an error. */
const OF_A_RUN = new Set(['event', 'coupon', 'collectible']);

type Tree = { [name: string]: Json | Tree };

/**
 * What only a run knows (its event, the coupon it got) stands in a preview as its own name in ‹brackets›; what a contact
 * lacks stays missing, because a message to them would fail.
 *
 *     withStandIns({ contact }, ['event.properties.amount']).event.properties.amount // '‹event.properties.amount›'
 */
export function withStandIns(known: JsonObject, variables: readonly string[]): JsonObject {
  const data: Tree = { ...known };
  for (const variable of variables) {
    const path = variable.split('.');
    if (path[0] === undefined || !OF_A_RUN.has(path[0]) || Object.hasOwn(known, path[0])) continue;
    place(data, path, `‹${variable}›`);
  }
  return data as JsonObject;
}

function place(tree: Tree, [name = '', ...rest]: readonly string[], text: string): void {
  if (name === '__proto__') return;
  const here = Object.hasOwn(tree, name) ? tree[name] : undefined;
  if (rest.length === 0) tree[name] = here ?? text;
  else {
    const below: Tree = typeof here === 'object' && here !== null && !Array.isArray(here) ? (here as Tree) : {};
    tree[name] = below;
    place(below, rest, text);
  }
}
