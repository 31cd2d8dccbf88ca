import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

const BINARY = new URL('../../../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil', import.meta.url).pathname;

/** False where @foundry-rs/anvil-linux-amd64 does not install. */
export const hasAnvil = existsSync(BINARY);
if (!hasAnvil)
  console.log('skipped: no anvil on this platform; specs on a chain run where @foundry-rs/anvil-linux-amd64 installs');

/** The first account of anvil's well-known mnemonic; worthless anywhere else. */
export const MINTER = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

export interface Anvil {
  readonly url: string;
  rpc(method: string, params?: unknown[]): Promise<unknown>;
  stop(): void;
}

/** A chain of one's own on a free port of this machine. */
export async function startAnvil(): Promise<Anvil> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(BINARY, ['--port', String(port), '--silent'], { stdio: 'ignore' });
  const rpc = async (method: string, params: unknown[] = []): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return ((await answer.json()) as { result: unknown }).result;
  };
  for (let tries = 0; (await rpc('eth_chainId').catch(() => undefined)) === undefined; tries++) {
    if (tries > 400) throw new Error('anvil did not start');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { url, rpc, stop: () => void child.kill('SIGTERM') };
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
