import { messageOf, OperationalError, UserError } from '@sojourn/kernel';
import type { Command } from '../../cli/command.js';
import { readCall } from '../call.js';
import { drawCanvas, fillWithContacts } from '../dev/scene.js';
import { swap, type Swapped } from '../dev/swap.js';
import { watchFolder } from '../dev/watch.js';
import { byKey, type DevPlace, type Session } from '../engine/session.js';
import { readProject } from '../project.js';
import { CALL } from '../place.js';

/**
 * Without an engine of one's own (null) one that runs already must be named: the product brings its own in a checkout, the npm package
 * has none.
 */
export function devVerb(ownEngine: ((folder: string) => Promise<DevPlace>) | null): Command {
  return {
    name: 'dev',
    summary: 'try a plugin on a canvas, again after each change',
    help: helpWith(ownEngine !== null),

    run: async (args) => {
      const text = { type: 'string' } as const;
      const options = { engine: text, url: text, key: text, contacts: { type: 'string', default: '10' }, once: { type: 'boolean' } } as const; // prettier-ignore
      const { named, values } = readCall('dev', args, options, { least: 0, most: 1, what: 'one plugin folder at most' }); // prettier-ignore
      const contacts = Number(values.contacts);
      if (!Number.isInteger(contacts) || contacts < 1 || contacts > 100) throw badCall('--contacts is a whole number from 1 to 100.'); // prettier-ignore
      const url = values.engine ?? values.url ?? process.env['SOJOURN_ENGINE'];
      const key = values.key ?? (url === undefined ? undefined : process.env['SOJOURN_KEY']);
      if (url === undefined && (key !== undefined || ownEngine === null)) throw badCall(`Name the engine with --engine URL (or SOJOURN_ENGINE). ${HOW}`); // prettier-ignore
      if (url !== undefined && key === undefined) throw badCall(`Name a key with --key KEY (or SOJOURN_KEY). ${HOW}`);
      const { folder } = await readProject(named[0] ?? '.');
      const place = url === undefined ? await ownEngine!(folder) : { session: byKey(url, key ?? '') }; // one of them is there
      try {
        const turn = turns(folder, place.session, contacts);
        await turn(values.once ? 'all' : 'its');
        if (!values.once) await untilStopped(folder, () => turn('none'));
      } finally {
        await place.stop?.();
      }
    },
  };
}

const HOW =
  'It must run with SOJOURN_PLUGIN_DEV=on, and the key is a secret key of your workspace there (Settings, API keys).';

const helpWith = (hasOwn: boolean): string => `Usage: ${CALL} dev [DIR] [options]

  --engine URL     an engine that runs with SOJOURN_PLUGIN_DEV=on (default: $SOJOURN_ENGINE); --url is the same
  --key KEY        a secret key of a workspace there (Settings, API keys; default: $SOJOURN_KEY)
  --contacts N     contacts that each node is tried on (default 10, at most 100)
  --once           put the plugin in place, try it, and end

${hasOwn ? OWN : 'Prints where the canvas is and opens nothing.'} After each change the sources are
bundled and put into the workspace, and the nodes are run over contacts: nothing is written, nothing is called.`;

const OWN = `Without --engine one is started on a free port, with a database in DIR/.sojourn and the contacts of the
fixtures in it. Prints where the canvas is and a link to sign in with; opens nothing.`;

const badCall = (words: string): UserError => new UserError(words, { code: 'cli.bad-call' });

/**
 * What is done at the start and after each change. Contacts and a drawing are made once, when the workspace has taken the plugin.
 *
 * A mistake in the plugin is told and waits for the next change. `ends` says what ends the command: `all` mistakes, `its` those that
 * no change of the plugin mends (no engine there, the wrong key), or `none`.
 */
function turns(folder: string, session: Session, contacts: number): (ends: 'all' | 'its' | 'none') => Promise<void> {
  let filled: Promise<number> | undefined;
  let drawn: Promise<void> | undefined;
  const prepare = async (): Promise<void> => void (await (filled ??= fillWithContacts(folder, session)));
  return async (ends) => {
    try {
      say(asLines(await swap(folder, { session, contacts, prepare })));
      await (drawn ??= showCanvas(folder, session));
    } catch (error) {
      if (ends === 'all' || (ends === 'its' && !isOfPlugin(error))) throw error;
      say([messageOf(error)]);
    }
  };
}

async function showCanvas(folder: string, session: Session): Promise<void> {
  const journey = await drawCanvas(folder, session);
  if (journey !== null) say([`Canvas: ${session.url}/journeys/${journey}`]);
}

async function untilStopped(folder: string, changed: () => Promise<void>): Promise<void> {
  say([`Watching ${folder}; Ctrl-C ends it.`]);
  let turn: Promise<void> = Promise.resolve();
  const stop = watchFolder(folder, (files) => {
    turn = turn.then(async () => {
      say([`Changed: ${files.join(', ')}`]);
      await changed();
    });
  });
  await untilTold();
  stop();
  await turn;
}

/** By a signal; or, below npm, whose shell passes none on, by another parent. */
async function untilTold(): Promise<void> {
  const parent = process.ppid;
  let look: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, () => resolve()));
    if (process.env['npm_command'] !== undefined) look = setInterval(() => process.ppid !== parent && resolve(), 300);
  });
  clearInterval(look);
}

/** Its sources, its plugin.json, its fixtures: here, or as the engine sees them. */
function isOfPlugin(error: unknown): boolean {
  if (error instanceof UserError) return true;
  return error instanceof OperationalError && [400, 422].includes(Number(error.details['status']));
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
