#!/usr/bin/env node
/** `npm create sojourn-plugin DIR`: the same as `sojourn plugin create`, for people without the product's sources. */
import path from 'node:path';
import { readCall, scaffold, USAGE } from './scaffold.mjs';

const args = process.argv.slice(2);
if (args.length === 0 || args.includes('--help')) {
  console.log(`Usage: npm create sojourn-plugin DIR -- [options]\n\n${USAGE}`);
} else {
  try {
    // Set for whoever names a registry with --registry: `npm install` in the new folder would look elsewhere.
    const registry = process.env.npm_config_registry;
    const { folder, files, id, kind } = scaffold({ ...readCall(args), registry });
    console.log(`Made ${id} (${kind}) in ${folder}: ${files.length} files. README.md there says how it goes on.`);
    console.log(`\nNext: cd ${path.relative('.', folder) || '.'} && npm install && npm test`);
  } catch (error) {
    // What is wrong with the call says so; the disk has words of its own.
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error?.syscall ? 1 : 2;
  }
}
