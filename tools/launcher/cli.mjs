/** `npm run -s sojourn -- COMMAND ...`: the command line. Standard output belongs to the command alone. */
import path from 'node:path';
import { cli, prepare } from './build.mjs';
import { compileCache, run } from './child.mjs';
import { root } from './runtime.mjs';

const node = await prepare([cli], { quiet: true });
// npm changes to the root folder first; file names are meant from where the person stands.
const cwd = (process.env.npm_lifecycle_event === 'sojourn' && process.env.INIT_CWD) || process.cwd();
process.exit(await run(node, [path.join(root, cli.output), ...process.argv.slice(2)], { cwd, env: compileCache }));
