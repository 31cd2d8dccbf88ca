import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf, OperationalError } from '@sojourn/kernel';
import { npmWords as wordsOf } from './npm-words.js';

export interface NpmCall {
  readonly cwd: string;
  readonly registry?: string;
  readonly token?: string;
  readonly env?: { readonly [name: string]: string };
}

export interface NpmEnd {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs npm to its end. A registry and a token of the call's own go in by a configuration file that nobody else reads; without
 * them npm uses what the person has set up. Throws OperationalError `cli.npm` with npm's own words.
 */
export async function npm(args: readonly string[], { cwd, registry, token, env }: NpmCall): Promise<NpmEnd> {
  const home = await mkdtemp(path.join(tmpdir(), 'sojourn-npm-'));
  try {
    const own: Record<string, string> = {};
    if (registry !== undefined) {
      const file = path.join(home, 'npmrc');
      const host = registry.replace(/^https?:/, '').replace(/\/?$/, '/');
      await writeFile(file, `registry=${registry}\n${token === undefined ? '' : `${host}:_authToken=${token}\n`}`, {
        mode: 0o600,
      });
      own['npm_config_userconfig'] = file;
      own['npm_config_registry'] = registry;
      own['npm_config_cache'] = path.join(home, 'cache');
    }
    return await run(args, cwd, { ...PATIENCE, ...withoutNpm(process.env), ...own, ...env });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Somebody waits: a registry that is down is told of after seconds, not after npm's own minute. */
const PATIENCE = {
  npm_config_fetch_retry_mintimeout: '500',
  npm_config_fetch_retry_maxtimeout: '2000',
  npm_config_update_notifier: 'false',
};

/** Inside `npm run`, what npm tells of that run would be taken for the person's wishes: its folder, its silence. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofTheRun = /^npm_(package|lifecycle)_|^npm_config_(local_prefix|loglevel|workspace|json)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofTheRun.test(name)));
}

async function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<NpmEnd> {
  const child = spawn('npm', [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' }); // prettier-ignore
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  let code: number | null;
  try {
    [code] = (await once(child, 'close')) as [number | null];
  } catch (error) {
    throw new OperationalError(`npm does not start (${messageOf(error)}): install Node with npm.`, { code: 'cli.npm', cause: error }); // prettier-ignore
  }
  if (code === 0) return { stdout, stderr };
  const said = `${stderr}\n${stdout}`;
  throw new OperationalError(wordsOf(args, said, code), {
    code: 'cli.npm',
    details: { said: said.trim().slice(-2_000) },
  });
}
