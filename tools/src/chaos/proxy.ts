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
  /**
   * Calls once, as soon as a statement comes by, before the server hears of it. The pattern is asked about the beginnings of all
   * statements of the transaction so far, each in a line of its own.
   */
  once(pattern: RegExp, call: () => void): void;
  /** Breaks every connection, as a switch does that is turned off and on. Answers how many. */
  cutAll(): number;
  close(): Promise<void>;
}

const COM_QUERY = 3;
const BEGIN = 'START TRANSACTION';
const COMMIT = 'COMMIT';
/** Characters of each statement. */
const LOOKED_AT = 48;
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
  let watch: { readonly pattern: RegExp; readonly call: () => void } | undefined;

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
    let transaction = '';
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
      const statement = statementOf(packet);
      if (statement === BEGIN) transaction = statement;
      else if (statement !== undefined && transaction !== '') transaction += `\n${statement}`;
      if (statement !== undefined && watch?.pattern.test(transaction)) {
        const { call } = watch;
        watch = undefined;
        call();
      }
      if (statement === COMMIT) {
        const kind = choose();
        if (kind === 'before') return cut('before');
        planned = kind;
        transaction = '';
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
    once(pattern, call) {
      watch = { pattern, call };
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

/** How a statement begins. A command is the first packet of a sequence; the handshake's packets come later in theirs. */
function statementOf(packet: Buffer): string | undefined {
  if (packet[3] !== 0 || packet[HEADER] !== COM_QUERY) return undefined;
  return packet.toString('latin1', HEADER + 1, HEADER + 1 + LOOKED_AT);
}
