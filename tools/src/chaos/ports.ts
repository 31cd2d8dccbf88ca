import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether something listens there and, when asked so, greets by itself. */
export function answers(port: number, greets = false): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    const end = (found: boolean): void => {
      socket.destroy();
      resolve(found);
    };
    if (greets) socket.once('data', () => end(true));
    else socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** Waits until `found` answers true; throws with `what` when it takes longer than `patienceMs`. */
export async function until(what: string, patienceMs: number, found: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await found())) {
    if (performance.now() > end) throw new Error(`Gave up after ${patienceMs / 1000} s: ${what}.`);
    await pause(50);
  }
}
