/** `npm run bench -- NAME ...`: the benchmarks. Standard output belongs to their report alone. */
import path from 'node:path';
import { cli, prepare } from './build.mjs';
import { compileCache, run } from './child.mjs';
import { engineHeap, root } from './runtime.mjs';

const node = await prepare([cli], { quiet: true });
const cwd = (process.env.npm_lifecycle_event === 'bench' && process.env.INIT_CWD) || process.cwd();
const program = path.join(root, 'tools/dist/bench/main.js');
// The engines that it starts, and the bare loop that they are compared with, have the same memory as under `npm start`.
process.exit(await run(node, [...engineHeap, program, ...process.argv.slice(2)], { cwd, env: compileCache }));
