import path from 'node:path';
import { fingerprint } from '@sojourn/packaging';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { keyPath, makeKey, readKey } from '../package/key-file.js';
import { onProject } from '../on-project.js';
import { CALL } from '../place.js';

export const keygenVerb: Command = {
  name: 'keygen',
  summary: 'make the key that you sign with',
  help: `Usage: ${CALL} keygen [DIR] [--out FILE] [--after OLD] [--json]

  --out FILE     where the key goes (default: PUBLISHER.key in the plugin's folder)
  --after OLD    an older key of yours that this one comes after: it signs the new one, and workspaces that trust the
                 old key trust the new one

Makes an Ed25519 key. It signs in your name: keep it out of git and of the package, and keep a copy. Workspaces that
install your plugin pin it.`,

  run: async (args) => {
    const options = { out: { type: 'string' }, after: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { named, values } = readCall('keygen', args, options, { least: 0, most: 1, what: 'one plugin folder at most' }); // prettier-ignore
    const file = path.resolve(values.out ?? (await onProject(named[0] ?? '.', async (project) => keyPath(project))));
    const key = await makeKey(file, values.after === undefined ? undefined : await readKey(values.after));
    const told = { file, id: key.id, publicKey: key.publicKey, rotations: key.rotations.length };
    say(values.json, told, () => `${file}  key ${fingerprint(key.id)}\nKeep it to yourself, and keep a copy.`);
  },
};
