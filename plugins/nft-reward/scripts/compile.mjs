#!/usr/bin/env node
// Compiles contracts/SojournCollectible.sol to the artifact beside it, or checks that the artifact is current.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const NAME = 'SojournCollectible';
const source = new URL(`../contracts/${NAME}.sol`, import.meta.url);
const artifact = new URL(`../contracts/${NAME}.json`, import.meta.url);
const settings = { optimizer: { enabled: true, runs: 200 }, evmVersion: 'cancun' };

/** SHA-256 of the contract, of everything it imports in the order of import, and of the settings. */
export function compile() {
  const solc = require('solc');
  const content = readFileSync(source, 'utf8');
  const hash = createHash('sha256').update(content);
  const input = {
    language: 'Solidity',
    sources: { [`${NAME}.sol`]: { content } },
    settings: { ...settings, outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  };
  const read = (path) => {
    try {
      const contents = readFileSync(require.resolve(path), 'utf8');
      hash.update(contents);
      return { contents };
    } catch (error) {
      return { error: String(error) };
    }
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const { abi, evm } = output.contracts[`${NAME}.sol`][NAME];
  hash.update(JSON.stringify(settings));
  return {
    name: NAME,
    compiler: solc.version(),
    settings,
    sourceHash: hash.digest('hex'),
    abi,
    bytecode: `0x${evm.bytecode.object}`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--help')) {
    console.log(
      `compile.mjs [--check]\n\nCompiles contracts/${NAME}.sol with solc into contracts/${NAME}.json.\n--check  changes nothing; fails when the artifact is not what the source compiles to`,
    );
  } else {
    const text = `${JSON.stringify(compile(), null, 2)}\n`;
    if (!process.argv.includes('--check')) writeFileSync(artifact, text);
    else if (readFileSync(artifact, 'utf8') !== text) {
      console.error(
        `contracts/${NAME}.json is not what ${NAME}.sol compiles to: run node plugins/nft-reward/scripts/compile.mjs`,
      );
      process.exit(1);
    }
    console.log(`contracts/${NAME}.json ${process.argv.includes('--check') ? 'is current' : 'written'}`);
  }
}
