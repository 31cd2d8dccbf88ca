/** `npm run dev`: the engine restarts when its sources change, the studio reloads by itself (Vite, http://localhost:5173). */
import path from 'node:path';
import { engine, prepare } from './build.mjs';
import { run } from './child.mjs';
import { root } from './runtime.mjs';

const node = await prepare([engine]);
const bin = (file) => path.join(root, 'node_modules', file);
const studio = path.join(root, 'apps/studio');
// Where the studio's requests go on to.
const address = process.env.SOJOURN_ENGINE_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const ending = new AbortController();
const { signal } = ending;
const all = [
  run(node, [bin('typescript/bin/tsc'), '-b', 'apps/engine', '--watch', '--preserveWatchOutput'], { signal }),
  run(node, ['--watch', '--watch-preserve-output', path.join(root, engine.output)], { signal }),
  run(node, [bin('vite/bin/vite.js')], { cwd: studio, env: { SOJOURN_ENGINE_URL: address }, signal }),
];
// When one of the three ends, the others go with it.
await Promise.race(all);
ending.abort();
process.exit(Math.max(...(await Promise.all(all))));
