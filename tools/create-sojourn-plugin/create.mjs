#!/usr/bin/env node
/** `npm create sojourn-plugin DIR`: the same as `sojourn plugin create`, for people without the product's sources. */
import { readCall, scaffold, USAGE } from './scaffold.mjs';

const args = process.argv.slice(2);
if (args.length === 0 || args.includes('--help')) {
  console.log(`Usage: npm create sojourn-plugin DIR -- [options]\n\n${USAGE}`);
} else {
  try {
    const { folder, files, id, kind } = scaffold(readCall(args));
    console.log(`Made ${id} (${kind}) in ${folder}: ${files.length} files. README.md there says how it goes on.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
