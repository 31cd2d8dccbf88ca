import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UnexpectedError, UserError } from '@sojourn/kernel';
import { cpuSecondsOf } from '../process-cost.js';

/** tools/{src,dist}/bench/ingest -> the built engine. */
const BUILT = path.resolve(import.meta.dirname, '../../../../apps/engine/dist/main.js');

/** The engine as `npm start` runs it, in a process of its own on a free port. */
export interface EngineProgram {
  /** `http://127.0.0.1:40123` */
  readonly address: string;
  /** A key that may send events. */
  readonly writeKey: string;
  cpuSeconds(): number | undefined;
  stop(): Promise<void>;
}

/** Starts it on a database and signs in as its owner to make a key. */
export async function startProgram(url: string, program = BUILT): Promise<EngineProgram> {
  if (!existsSync(program)) {
    throw new UserError(
      `The engine is not built at ${program}. Run npm run build, or name its program with --program.`,
      {
        code: 'bench.bad-call',
      },
    );
  }
  const data = await mkdtemp(path.join(tmpdir(), 'sojourn-bench-engine-'));
  const child = spawn(process.execPath, [...process.execArgv, program], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: '0',
      HOST: '127.0.0.1',
      SOJOURN_DEMO: 'off',
      SOJOURN_DATA_DIR: data,
      SOJOURN_DATABASE_URL: url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  try {
    const link = await signInLink(child, ended);
    const writeKey = await makeKey(link);
    return {
      address: link.origin,
      writeKey,
      stop,
      cpuSeconds: () => (child.pid === undefined ? undefined : cpuSecondsOf(child.pid)),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first start prints it. */
async function signInLink(child: ChildProcess, ended: Promise<void>): Promise<URL> {
  let words = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      words += String(chunk);
      const found = /https?:\/\/\S+\/sign-in\?token=[\w-]+/.exec(words);
      if (found) resolve(new URL(found[0]));
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    void ended.then(() => reject(new UnexpectedError(`The engine ended before it listened:\n${words}`, { code: 'bench.engine-failed' }))); // prettier-ignore
  });
}

async function makeKey(link: URL): Promise<string> {
  const session = await fetch(new URL('/api/session', link), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link.searchParams.get('token') }),
  });
  const { csrfToken } = (await session.json()) as { csrfToken: string };
  const cookie = session.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '); // prettier-ignore
  const made = await fetch(new URL('/api/api-keys', link), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken, cookie },
    body: JSON.stringify({ name: 'bench', kind: 'write' }),
  });
  if (made.status !== 201)
    throw new UnexpectedError(`The engine made no key: ${made.status} ${await made.text()}`, { code: 'bench.engine-failed' }); // prettier-ignore
  return ((await made.json()) as { key: string }).key;
}
