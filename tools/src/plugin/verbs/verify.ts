import { fingerprint, readPackage, riskOf } from '@sojourn/packaging';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { packageBytes } from '../package/source.js';
import { CALL } from '../place.js';

export const verifyVerb: Command = {
  name: 'verify',
  summary: 'hold a package to its signature and to all rules',
  help: `Usage: ${CALL} verify FILE.tgz | DIR | NAME@VERSION [--registry URL] [--json]

Reads the package as an engine does before it installs it: safe to unpack, every file signed and as it was signed, no
dependencies, no scripts. Prints whose key it is; whether to trust that key is for you to say. Exit code 1 when the
package is not taken, with the reason.`,

  run: async (args) => {
    const options = { registry: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { named, values } = readCall('verify', args, options, { least: 1, most: 1, what: 'one package' });
    const read = await readPackage(await packageBytes(named[0]!, values.registry)); // one is named
    const { manifest, npm, hash, integrity, signature, files } = read;
    const told = {
      plugin: manifest.id,
      version: manifest.version,
      package: npm.name,
      key: signature.key,
      hash,
      integrity,
      files: Object.keys(files),
      risk: riskOf(manifest).level,
    };
    say(values.json, told, () => [
      `${told.plugin} ${told.version} (${told.package}): in order, ${told.files.length} files, risk ${told.risk}`,
      `  signed by  ${fingerprint(told.key.id)}`,
      `  hash       ${told.hash}`,
      `  integrity  ${told.integrity}`,
    ]);
  },
};
