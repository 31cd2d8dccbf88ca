import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Random } from '@sojourn/kernel';

/** Where in a COMMIT the connection breaks. */
export type Cut = 'before' | 'after' | 'middle';

export interface CuttingProxy {
  readonly port: number;
  /** How often each cut happened. */
  readonly cuts: Readonly<Record<Cut, number>>;
  /** Chance of each cut at a COMMIT; 0 lets everything through. */
  odds: number;
  /** Calls once, as soon as the next such statement comes by, before the server hears of it. */
  once(statement: 'START TRANSACTION' | 'COMMIT', call: () => void): void;
  /** Breaks every connection, as a switch does that is turned off and on. Answers how many. */
  cutAll(): number;
  close(): Promise<void>;
}

const COM_QUERY = 3;
const HEADER = 4;

/**
 * Stands between the engine and MariaDB and reads just enough of the wire protocol to see a COMMIT go by. Then, by chance, it
 * breaks the connection: before the server hears of it (nothing was kept), after the server has done it but before it says so, or
 * in the middle of its answer (in both cases everything was kept, and the engine cannot know).
 */
export async function startProxy(target: () => number, random: Random): Promise<CuttingProxy> {
  const cuts = { before: 0, after: 0, middle: 0 };
  const open = new Set<() => void>();
  const proxy = { odds: 0 };
  let watch: { readonly statement: string; readonly call: () => void } | undefined;

  const choose = (): Cut | undefined => {
    const drawn = random.next();
    if (drawn < proxy.odds) return 'before';
    if (drawn < proxy.odds * 2) return 'after';
    return drawn < proxy.odds * 3 ? 'middle' : undefined;
  };

  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target() });
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    let planned: 'after' | 'middle' | undefined;
    const cut = (kind?: Cut): void => {
      if (kind) cuts[kind]++;
      open.delete(cut);
      client.resetAndDestroy();
      upstream.destroy();
    };
    open.add(cut);
    for (const socket of [client, upstream]) {
      socket.on('error', () => cut());
      socket.on('close', () => cut());
    }
    eachPacket(client, (packet) => {
      if (watch && says(packet, watch.statement)) {
        const { call } = watch;
        watch = undefined;
        call();
      }
      if (says(packet, 'COMMIT')) {
        const kind = choose();
        if (kind === 'before') return cut('before');
        planned = kind;
      }
      upstream.write(packet);
    });
    upstream.on('data', (chunk) => {
      if (planned === 'after') return cut('after');
      if (planned === 'middle') {
        planned = undefined;
        cuts.middle++;
        // FIN instead of RST: the piece must arrive.
        client.write(chunk.subarray(0, 5), () => {
          client.destroy();
          cut();
        });
        return;
      }
      client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    cuts,
    get odds() {
      return proxy.odds;
    },
    set odds(value) {
      proxy.odds = value;
    },
    once(statement, call) {
      watch = { statement, call };
    },
    cutAll() {
      const all = [...open];
      for (const cut of all) cut();
      return all.length;
    },
    async close() {
      for (const cut of [...open]) cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Calls `each` with whole packets of the MySQL protocol: three bytes of length, one of sequence, then the payload. */
function eachPacket(socket: Socket, each: (packet: Buffer) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER) {
      const end = HEADER + pending.readUIntLE(0, 3);
      if (pending.length < end) return;
      each(pending.subarray(0, end));
      pending = pending.subarray(end);
    }
  });
}

/** A command begins a sequence; the handshake's packets come later in theirs. */
function says(packet: Buffer, statement: string): boolean {
  if (packet.length !== HEADER + 1 + statement.length || packet[3] !== 0 || packet[HEADER] !== COM_QUERY) return false;
  return packet.toString('latin1', HEADER + 1).toUpperCase() === statement;
}
