import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pause } from './ports.js';

/** One engine process and who brings it back: as systemd or Kubernetes would, it is started again whenever it is gone. */
export interface Engine {
  readonly name: string;
  /** SIGKILL. It is started again a moment later. */
  kill(): Promise<void>;
  /** SIGSTOP for so long, then SIGCONT: the process knows nothing of the time it missed. Answers whether it lived through it. */
  freeze(ms: number): Promise<boolean>;
  /** Sets the clock of this process wrong by so much; 0 sets it right. */
  setClock(offMs: number): void;
  /** SIGTERM: it hands back what it holds. It is started again a moment later. */
  restart(): Promise<void>;
  /** Ends it for good. */
  retire(): Promise<void>;
  readonly alive: boolean;
  /** Whether its present life has begun: it says so, each time. */
  readonly up: boolean;
  /** Standard output and errors of all its lives. */
  log(): string;
  /** How often it was started, and how often it ended although nobody asked it to. */
  readonly lives: { started: number; fell: number };
}

/** A pause before the next life. */
const RESTART_MS = 300;

export function startEngine(
  name: string,
  program: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Engine {
  const file = path.join(folder, `${name}.log`);
  const lives = { started: 0, fell: 0 };
  let child: ChildProcess | undefined;
  let retired = false;
  let asked = false;
  /** Where the present life begins in the log. */
  let from = 0;

  const life = async (): Promise<void> => {
    const out = openSync(file, 'a');
    from = fstatSync(out).size;
    asked = false;
    lives.started++;
    const { PATH = '' } = process.env;
    child = spawn(process.execPath, ['--no-node-snapshot', program], { cwd: folder, env: { PATH, ...env }, stdio: ['ignore', out, out] }); // prettier-ignore
    closeSync(out);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (!asked) {
      lives.fell++;
      appendFileSync(file, `chaos: ended by itself, ${code ?? signal}\n`);
    }
    child = undefined;
  };
  const supervise = async (): Promise<void> => {
    while (!retired) {
      await life();
      if (!retired) await pause(RESTART_MS);
    }
  };
  const supervised = supervise();

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const dying = child;
    if (!dying) return;
    asked = true;
    const gone = once(dying, 'exit');
    dying.kill(signal);
    const patience = setTimeout(() => dying.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(patience);
  };
  return {
    name,
    lives,
    get alive() {
      return child !== undefined;
    },
    get up() {
      return child !== undefined && readFileSync(file).subarray(from).includes(' is running ');
    },
    kill: () => end('SIGKILL'),
    restart: () => end('SIGTERM'),
    async freeze(ms) {
      const frozen = child;
      frozen?.kill('SIGSTOP');
      await pause(ms);
      frozen?.kill('SIGCONT');
      return frozen !== undefined && frozen === child;
    },
    setClock: (offMs) => writeFileSync(path.join(folder, `${name}.clock`), String(offMs)),
    async retire() {
      retired = true;
      child?.kill('SIGCONT');
      await end('SIGKILL');
      await supervised;
    },
    log: () => readFileSync(file, 'utf8'),
  };
}
