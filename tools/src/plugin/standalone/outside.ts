import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { repository } from '../../chaos/repository.js';

/** A developer's machine as far as this one can be one: without the product's programs in the path and without its settings. */
export interface Outside {
  /** Runs a program to its end. Does not throw when it fails. */
  run(program: string, args: readonly string[], more?: OutsideCall): Promise<OutsideEnd>;
  start(program: string, args: readonly string[], more?: OutsideCall): ChildProcess;
  /** The Node that is found first, such as `20.20.2`. */
  readonly nodeVersion: string;
}

export interface OutsideCall {
  readonly cwd?: string;
  readonly env?: { readonly [name: string]: string };
}

export interface OutsideEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `home` stands for the person's folder; npm looks at `npmrc` in it alone. */
export async function outside(home: string): Promise<Outside> {
  const root = repository();
  const isOurs = (folder: string): boolean => `${folder}${path.sep}`.startsWith(`${root}${path.sep}`);
  const env = {
    PATH: (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => !isOurs(folder)).join(path.delimiter), // prettier-ignore
    HOME: home,
    npm_config_userconfig: path.join(home, 'npmrc'),
    npm_config_cache: path.join(home, 'cache'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
  const start = (program: string, args: readonly string[], { cwd = home, env: more }: OutsideCall = {}): ChildProcess =>
    spawn(program, [...args], { cwd, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  const run = async (program: string, args: readonly string[], more?: OutsideCall): Promise<OutsideEnd> => {
    const child = start(program, args, more);
    let out = '';
    let err = '';
    child.stdout?.on('data', (data) => (out += String(data)));
    child.stderr?.on('data', (data) => (err += String(data)));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, err };
  };
  const { out } = await run('node', ['--version']);
  return { run, start, nodeVersion: out.trim().replace(/^v/, '') };
}
