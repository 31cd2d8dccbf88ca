import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { issueSignIn, signInLink } from '@sojourn/engine';
import { systemClock, UserError } from '@sojourn/kernel';
import { openDatabase, users } from '@sojourn/storage';
import { repository } from '../../chaos/repository.js';
import { startLocalEngine } from './local-engine.js';
import { signIn, type DevPlace } from './session.js';

/** An engine with a database in the plugin's folder, its owner signed in; a link for the person is printed. */
export async function ownEngine(folder: string): Promise<DevPlace> {
  await build();
  const dataDir = path.join(folder, '.sojourn');
  await mkdir(dataDir, { recursive: true });
  const engine = await startLocalEngine({ dataDir, env: { SOJOURN_PLUGIN_DEV: 'on' } });
  try {
    const session = await signIn(engine.url, await newToken(dataDir));
    process.stdout.write(
      `Sojourn runs at ${engine.url}\nSign in: ${signInLink(engine.url, await newToken(dataDir))}\n`,
    );
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
