import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { packSdk } from '../sdk/pack-sdk.js';

export const packSdkVerb: Command = {
  name: 'pack-sdk',
  summary: 'the SDK as one npm package, for developers elsewhere',
  help: `Usage: npm run -s sojourn -- plugin pack-sdk [--out DIR] [--json]

Writes @sojourn/plugin-sdk as one .tgz without dependencies: JavaScript, types, the JSON Schema of plugin.json. Publish it
with "npm publish FILE", to a registry of your own if you like.`,

  run: async (args) => {
    const options = { out: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { values } = readCall('pack-sdk', args, options, { least: 0, most: 0, what: 'nothing' });
    const { name, version, bytes } = await packSdk();
    const file = path.resolve(values.out ?? '.', `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    await writeFile(file, bytes);
    const told = { file, name, version, bytes: bytes.length };
    say(values.json, told, () => `${file}  ${name}@${version}, ${Math.round(bytes.length / 1024)} KiB`);
  },
};
