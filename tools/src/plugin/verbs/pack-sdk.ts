import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { CALL } from '../place.js';
import { packCli } from '../sdk/pack-cli.js';
import { packCreate } from '../sdk/pack-create.js';
import { packSdk } from '../sdk/pack-sdk.js';

export const packSdkVerb: Command = {
  name: 'pack-sdk',
  summary: 'SDK, command line and templates as npm packages, for developers elsewhere',
  help: `Usage: ${CALL} pack-sdk [--out DIR] [--json]

Writes three npm packages (.tgz): @sojourn/plugin-sdk (JavaScript, types and the JSON Schema of plugin.json, without
dependencies), @sojourn/plugin-cli (these verbs, as "npx sojourn-plugin") and create-sojourn-plugin ("npm create
sojourn-plugin"). Publish each with "npm publish FILE --access public", to a registry of your own if you like.`,

  run: async (args) => {
    const options = { out: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { values } = readCall('pack-sdk', args, options, { least: 0, most: 0, what: 'nothing' });
    const folder = path.resolve(values.out ?? '.');
    await mkdir(folder, { recursive: true });
    const packages: { file: string; name: string; version: string; bytes: number }[] = [];
    for (const pack of [packSdk, packCli, packCreate]) {
      const { name, version, bytes } = await pack();
      const file = path.join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
      await writeFile(file, bytes);
      packages.push({ file, name, version, bytes: bytes.length });
    }
    say(values.json, { packages }, () =>
      packages.map(({ file, name, version, bytes }) => `${file}  ${name}@${version}, ${Math.round(bytes / 1024)} KiB`),
    );
  },
};
