import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MAIN = path.resolve(import.meta.dirname, '../../apps/engine/dist/main.js');

/** The engine as a user runs it: its own process, an empty data folder, a free port. */
export interface Program {
  /** The one-time link that the first start prints. */
  readonly signIn: URL;
  /** What it has printed so far. */
  words(): string;
  stop(): Promise<void>;
}

export async function startProgram(env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const data = await mkdtemp(path.join(tmpdir(), 'sojourn-browser-'));
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SOJOURN_DATA_DIR: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const link = new Promise<URL>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      words += String(chunk);
      const found = /https?:\/\/\S+\/sign-in\?token=[\w-]+/.exec(words);
      if (found !== null) resolve(new URL(found[0]));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then(() => reject(new Error(`The engine ended before it printed a sign-in link:\n${words}`)));
  });
  try {
    return { signIn: await link, words: () => words, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
