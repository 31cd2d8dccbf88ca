/**
 * `npm test`: lint and types beside each other, then all specs, with those of the browser among them. The last line is
 * `N passed, N failed, N skipped`: every spec counts as one, and so does each of the other steps.
 * `npm test -- PATTERN ...` runs the specs whose path contains a pattern, and nothing else.
 */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, cli, engine, prepare, studio } from './build.mjs';
import { compileCache, run } from './child.mjs';
import { findChromium } from './chromium.mjs';
import { fingerprint, isFresh, markFresh } from './fresh.mjs';
import { root } from './runtime.mjs';

if (process.argv.includes('--help')) {
  console.log(`npm test                 lint, types, and all specs: units, integration, browser
npm test -- PATTERN ...  only the specs whose path contains a pattern

SOJOURN_TEST_MYSQL_URL=mysql://root@127.0.0.1:3306   this server instead of a private MariaDB
SOJOURN_TEST_NO_MYSQL=1          SQLite alone
SOJOURN_TEST_REQUIRE_MYSQL=1     a missing MariaDB/MySQL is a failure, not a skip
SOJOURN_TEST_REDIS_URL=redis://127.0.0.1:6379   this Redis instead of a private one
SOJOURN_TEST_NO_REDIS=1          without Redis
SOJOURN_TEST_REQUIRE_REDIS=1     a missing Redis is a failure, not a skip
SOJOURN_TEST_REQUIRE_CHROMIUM=1  a missing Chromium is a failure, not a skip
CHROMIUM_PATH=/path/to/chromium  the browser to use`);
  process.exit(0);
}

const patterns = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const node = await prepare([]);
const bin = (file) => path.join(root, 'node_modules', file);

if (patterns.length === 0) {
  const chromium = findChromium();
  const [built] = await Promise.all([compiled(chromium !== null), lint()]);
  await specs(withBrowser(chromium, built));
} else {
  await specs({ args: patterns });
}

for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 ? 0 : 1);

async function lint() {
  await step('eslint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']);
  await step('prettier', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']);
}

/** The type check writes what the engine and the command line run from, so they need no second build. Answers whether all of it is there. */
async function compiled(forBrowser) {
  const prints = [engine, cli].map((target) => fingerprint(target.folders));
  const passed = await step('types', [bin('typescript/bin/tsc'), '-b']);
  if (passed) [engine, cli].forEach((target, index) => markFresh(target, prints[index]));
  const targets = forBrowser ? [engine, cli, studio] : [engine, cli];
  return build(targets.filter((target) => !isFresh(target)));
}

/** A step that passes or fails as a whole. Others run beside it: what it says is printed when it is over. */
async function step(name, args) {
  const started = performance.now();
  let said = '';
  const code = await run(node, args, { hear: (text) => (said += text) });
  console.log(`\n== ${name}\n${said}== ${name}: ${seconds(started)}`);
  count(name, code === 0 ? 'passed' : 'failed');
  return code === 0;
}

/** Runs Vitest and adds up its own account of it. A crash counts as a failure even when no spec failed. */
async function specs({ args, env = {} }) {
  console.log('\n== specs');
  const started = performance.now();
  const report = path.join(tmpdir(), `sojourn-specs-${process.pid}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // Every spec file is a process, many start some of their own, and all load the same packages.
  const code = await run(node, [bin('vitest/vitest.mjs'), 'run', ...reporters, ...args], {
    env: { ...compileCache, ...env },
  });
  console.log(`== specs: ${seconds(started)}`);
  const account = readAccount(report);
  rmSync(report, { force: true });
  sum.passed += account.passed;
  sum.skipped += account.skipped;
  sum.failed += account.failed.length;
  failures.push(...account.failed);
  if (code !== 0 && account.failed.length === 0)
    count(`specs: Vitest ended with code ${code} although no spec failed`, 'failed');
}

function readAccount(report) {
  let json;
  try {
    json = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // No account: Vitest died before it could write one, and its exit code says so.
    return { passed: 0, failed: [], skipped: 0 };
  }
  const failed = json.testResults.flatMap(({ name, status, assertionResults }) => {
    const file = path.relative(root, name);
    const tests = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${file}: ${test.fullName}`);
    // A file that could not even be loaded has no test to its name.
    return tests.length === 0 && status === 'failed' ? [`${file}: could not be run`] : tests;
  });
  return { passed: json.numPassedTests, failed, skipped: json.numPendingTests + json.numTodoTests };
}

/** What Vitest runs: everything, or all but the browser's specs where they cannot run. Those need a Chromium, a studio and an engine. */
function withBrowser(chromium, built) {
  const without = { args: ['--project', '!browser'] };
  const remedy = 'install one ("apt-get install chromium") or set CHROMIUM_PATH, then run npm test again';
  if (chromium === null && process.env.SOJOURN_TEST_REQUIRE_CHROMIUM === '1') {
    count(`browser: no Chromium on this machine: ${remedy}`, 'failed');
    return without;
  }
  if (chromium === null) {
    console.log(`Skipped: the specs of the browser, because no Chromium was found. To run them ${remedy}.`);
    count('browser', 'skipped');
    return without;
  }
  if (!built) {
    count('browser: the studio or the engine does not build', 'failed');
    return without;
  }
  return { args: [], env: { CHROMIUM_PATH: chromium } };
}

function count(name, how) {
  sum[how] += 1;
  if (how === 'failed') failures.push(name);
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
