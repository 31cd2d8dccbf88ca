import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { issueSignIn, signInLink } from '@sojourn/engine';
import { messageOf, systemClock, UserError } from '@sojourn/kernel';
import { openDatabase, users } from '@sojourn/storage';
import { repository } from '../../chaos/repository.js';
import type { Command } from '../../cli/command.js';
import { readCall } from '../call.js';
import { drawCanvas, fillWithContacts } from '../dev/scene.js';
import { swap, type Swapped } from '../dev/swap.js';
import { watchFolder } from '../dev/watch.js';
import { startLocalEngine } from '../engine/local-engine.js';
import { byKey, signIn, type Session } from '../engine/session.js';
import { readProject } from '../project.js';

export const devVerb: Command = {
  name: 'dev',
  summary: 'try a plugin on a canvas, again after each change',
  help: `Usage: npm run -s sojourn -- plugin dev [DIR] [options]

  --url URL        an engine that was started with SOJOURN_PLUGIN_DEV=on
  --key KEY        a secret key of a workspace there (Settings, API keys)
  --contacts N     contacts that each node is tried on (default 10, at most 100)
  --once           put the plugin in place, try it, and end

Without --url an engine of its own is started on a free port, with a database in DIR/.sojourn and the contacts of the
fixtures in it. Prints where the canvas is and a link to sign in with; opens nothing. After each change the sources are
bundled and put into the workspace, and the nodes are run over contacts: nothing is written, nothing is called.`,

  run: async (args) => {
    const options = { url: { type: 'string' }, key: { type: 'string' }, contacts: { type: 'string', default: '10' }, once: { type: 'boolean' } } as const; // prettier-ignore
    const { named, values } = readCall('dev', args, options, { least: 0, most: 1, what: 'one plugin folder at most' });
    const contacts = Number(values.contacts);
    if (!Number.isInteger(contacts) || contacts < 1 || contacts > 100) {
      throw new UserError('--contacts is a whole number from 1 to 100.', { code: 'cli.bad-call' });
    }
    if ((values.url === undefined) !== (values.key === undefined)) {
      throw new UserError('--url and --key go together; without both an engine is started.', { code: 'cli.bad-call' });
    }
    const { folder } = await readProject(named[0] ?? '.');
    const place = values.url !== undefined ? { session: byKey(values.url, values.key ?? ''), stop: undefined } : await ownEngine(folder); // prettier-ignore
    try {
      await fillWithContacts(folder, place.session);
      await trySwap(folder, place.session, contacts, values.once === true);
      const journey = await drawCanvas(folder, place.session);
      if (journey !== null) say([`Canvas: ${place.session.url}/journeys/${journey}`]);
      if (!values.once) await untilStopped(folder, place.session, contacts);
    } finally {
      await place.stop?.();
    }
  },
};

/** An engine with a database in the plugin's folder, its owner signed in; a link for the person is printed. */
async function ownEngine(folder: string): Promise<{ readonly session: Session; stop(): Promise<void> }> {
  await build();
  const dataDir = path.join(folder, '.sojourn');
  await mkdir(dataDir, { recursive: true });
  const engine = await startLocalEngine({ dataDir, env: { SOJOURN_PLUGIN_DEV: 'on' } });
  try {
    const session = await signIn(engine.url, await newToken(dataDir));
    say([`Sojourn runs at ${engine.url}`, `Sign in: ${signInLink(engine.url, await newToken(dataDir))}`]);
    return { session, stop: engine.stop };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** As "sojourn sign-in" makes it; each voids the one before that was not used. */
async function newToken(dataDir: string): Promise<string> {
  const database = await openDatabase({ url: 'sqlite:sojourn.db', dataDir });
  try {
    const owner = await users.first(database.read);
    return (await issueSignIn(database, owner?.email ?? '', systemClock)).token;
  } finally {
    await database.close();
  }
}

/** The engine and the studio of this release; nothing to do when they are fresh. */
async function build(): Promise<void> {
  const launcher = pathToFileURL(path.join(repository(), 'tools/launcher/build.mjs')).href;
  const prepare = `const { engine, prepare, studio } = await import(${JSON.stringify(launcher)}); await prepare([engine, studio]);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', prepare], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new UserError('Sojourn could not be built: see the words above.', { code: 'cli.no-engine' });
}

async function untilStopped(folder: string, session: Session, contacts: number): Promise<void> {
  say([`Watching ${folder}; Ctrl-C ends it.`]);
  let turn: Promise<void> = Promise.resolve();
  const stop = watchFolder(folder, (files) => {
    turn = turn.then(async () => {
      say([`Changed: ${files.join(', ')}`]);
      await trySwap(folder, session, contacts, false);
    });
  });
  await new Promise<void>((resolve) =>
    ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, () => resolve())),
  );
  stop();
  await turn;
}

/** A mistake in the sources is told and waits for the next change, unless there is none to come. */
async function trySwap(folder: string, session: Session, contacts: number, isLast: boolean): Promise<void> {
  try {
    say(asLines(await swap(folder, session, contacts)));
  } catch (error) {
    if (isLast) throw error;
    say([messageOf(error)]);
  }
}

export function asLines({ plugin, bytes, ms, tried }: Swapped): string[] {
  return [
    `${plugin} is in place after ${ms} ms (${(bytes / 1024).toFixed(1)} KiB).`,
    ...tried.flatMap(({ node, outcomes, contacts }) => [
      `  ${node}: ${contacts.length > 0 ? counted(outcomes) : 'no contacts to try it on'}`,
      ...contacts.flatMap(({ name, what, log }) => [
        `    ${name ?? 'somebody'}: ${what}`,
        ...log.map((line) => `      log: ${line}`),
      ]),
    ]),
  ];
}

const counted = (outcomes: Swapped['tried'][number]['outcomes']): string =>
  Object.entries(outcomes)
    .map(([outcome, n]) => `${n} ${outcome}`)
    .join(', ');

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
