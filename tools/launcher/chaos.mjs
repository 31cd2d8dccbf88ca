/** `npm run chaos -- ...`: the crash and fault suite, on the sources as they are. Nothing has to be built before. */
import path from 'node:path';
import { prepare } from './build.mjs';
import { run } from './child.mjs';
import { root } from './runtime.mjs';

const node = await prepare([], { quiet: true });
process.exit(await run(node, [path.join(root, 'tools/src/chaos/start.mjs'), ...process.argv.slice(2)]));
