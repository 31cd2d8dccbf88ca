#!/usr/bin/env node
/**
 * `sojourn-plugin VERB ...`: runs here when the sandbox has binaries for this Node, else hands over to the Node that npm brought.
 * Imports nothing but Node's own before that: it must also load under a Node that is too old for the rest.
 */
import { spawn } from 'node:child_process';
import module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findNode } from './find-node.mjs';

const { node, problem } = findNode();
if (problem !== undefined) giveUp(problem);
else if (node === process.execPath) await runHere();
else handOver();

async function runHere() {
  // What was compiled once is there for the next verb: it starts in half the time.
  module.enableCompileCache?.();
  await import('../lib/main.js');
}

function handOver() {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Ctrl-C in a terminal reaches the child by itself; twice would mean "at once".
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  whenAbandoned(() => child.kill('SIGTERM'));
  child.once('error', ({ code }) =>
    giveUp(`${node} does not start (${code}): install Node 24 and run the command again.`),
  );
  child.once('exit', (code, signal) => process.exit(code === null ? 128 + (constants.signals[signal] ?? 0) : code));
}

/** Between npm and us stands a shell that passes no signal on: when npm is ended, all we notice is another parent. */
function whenAbandoned(end) {
  if (process.env.npm_command === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 300).unref();
}

function giveUp(line) {
  console.error(line);
  process.exit(1);
}
