/**
 * `npm start`: installs if needed, builds what is stale, runs the engine (API and studio on one port).
 * Imports nothing native: it must also load under a Node that is too old for the rest.
 */
import path from 'node:path';
import { engine, prepare, studio } from './build.mjs';
import { compileCache, run } from './child.mjs';
import { engineHeap, root } from './runtime.mjs';

const node = await prepare([engine, studio]);
process.exit(
  await run(node, [...engineHeap, path.join(root, engine.output), ...process.argv.slice(2)], {
    cwd: process.cwd(),
    env: compileCache,
  }),
);
