#!/usr/bin/env node
/**
 * `sojourn-plugin VERB ...`: runs here when the sandbox has binaries for this Node, else hands over to the Node that npm brought.
 * Imports nothing but Node's own before that: it must also load under a Node that is too old for the rest.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findNode } from './find-node.mjs';

const { node, problem } = findNode();
const program = new URL('../lib/main.js', import.meta.url);
if (problem !== undefined) giveUp(problem);
else if (node === process.execPath) await import(program);
else handOver();

function handOver() {
  const child = spawn(node, [fileURLToPath(program), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Ctrl-C in a terminal reaches the child by itself; twice would mean "at once".
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  child.once('error', ({ code }) =>
    giveUp(`${node} does not start (${code}): install Node 24 and run the command again.`),
  );
  child.once('exit', (code, signal) => process.exit(code === null ? 128 + (constants.signals[signal] ?? 0) : code));
}

function giveUp(line) {
  console.error(line);
  process.exit(1);
}
