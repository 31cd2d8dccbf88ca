import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { seededRandom, systemClock } from '@sojourn/kernel';
import { openAppendLog } from './append-log.js';
import { startMailServer } from './mail-server.js';

/**
 * The world outside, as a process of its own: takes webhooks, dedupes by their id, behaves badly by seed, and writes down every
 * request and every effect before it answers.
 *
 *     node provider.mjs LEDGER SEED     prints its port, and the port of its mail server
 *     POST /calm                        from now on it behaves
 *     POST /callbacks {api, keys}       where its own events go: {tenant: write key}
 */
const [ledgerFile = '', seed = '1'] = process.argv.slice(2);
const ledger = openAppendLog(ledgerFile);
const applied = new Map<string, string>();
const attempts = new Map<string, number>();
let calm = false;
let callbacks: { readonly api: string; readonly keys: Readonly<Record<string, string>> } | undefined;

const MANNERS = [
  ...Array<'good'>(9).fill('good'),
  'slow', 'busy-seconds', 'busy-date', 'broken-before', 'broken-after', 'hang-before', 'hang-after', 'reset-before', 'reset-after', 'half-answer', 'refuse',
] as const; // prettier-ignore
type Manner = (typeof MANNERS)[number];

/** A key keeps its manner; misbehaviour ends after one or two attempts, so that every call can get through in the end. */
function mannerOf(key: string, attempt: number): Manner {
  const random = seededRandom(`${seed}:${key}`);
  const manner = random.pick(MANNERS);
  if (manner === 'refuse') return 'refuse';
  return calm || attempt > 1 + random.int(2) ? 'good' : manner;
}

interface Call {
  readonly tenant: string;
  readonly step: string;
  readonly user: string;
  readonly about: string;
}

const server = createServer((request, response) => {
  read(request).then(
    (body) => {
      if (request.url === '/calm') calm = true;
      else if (request.url === '/callbacks') callbacks = JSON.parse(body) as typeof callbacks;
      else return hook(request, response, body);
      response.end();
    },
    () => undefined, // The caller died while it sent: nothing has arrived.
  );
});

function hook(request: IncomingMessage, response: ServerResponse, body: string): void {
  const key = String(request.headers['webhook-id']);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  const attempt = (attempts.get(key) ?? 0) + 1;
  attempts.set(key, attempt);
  const manner = mannerOf(key, attempt);
  const call = JSON.parse(body) as Call;
  const note = (status: number | string, isApplied: boolean): void =>
    ledger.add({
      kind: 'call',
      at: systemClock.now(),
      key,
      hash,
      attempt,
      manner,
      status,
      applied: isApplied,
      ...call,
    });
  const apply = (status: number | string): void => {
    const first = !applied.has(key);
    if (first) applied.set(key, hash);
    note(status, first);
    if (first) callBack(key, call);
  };
  const answer = (status: number, headers: Record<string, string> = {}): void => {
    response.writeHead(status, headers).end('{}');
  };
  switch (manner) {
    case 'good':
      apply(200);
      return answer(200);
    case 'slow':
      apply(200);
      return void setTimeout(() => answer(200), 400);
    case 'busy-seconds':
      note(429, false);
      return answer(429, { 'retry-after': '1' });
    case 'busy-date':
      note(429, false);
      return answer(429, { 'retry-after': new Date(systemClock.now() + 1_500).toUTCString() });
    case 'broken-before':
      note(500, false);
      return answer(500);
    case 'broken-after':
      apply(500);
      return answer(500);
    case 'hang-before':
      return note('hang', false);
    case 'hang-after':
      return apply('hang');
    case 'reset-before':
      note('reset', false);
      return void request.socket.resetAndDestroy();
    case 'reset-after':
      apply('reset');
      return void request.socket.resetAndDestroy();
    case 'half-answer':
      apply('half');
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{');
      return void setTimeout(() => request.socket.destroy(), 50);
    case 'refuse':
      note(422, false);
      return answer(422);
  }
}

/** What the provider tells the shop afterwards, twice or three times now and then, and not always soon. */
function callBack(key: string, { tenant, user }: Call): void {
  const random = seededRandom(`${seed}:back:${key}`);
  const times = random.next() < 0.3 ? 2 + random.int(2) : 1;
  for (let i = 0; i < times; i++) setTimeout(() => void tell(key, tenant, user), random.int(1_500));
}

async function tell(key: string, tenant: string, user: string): Promise<void> {
  const messageId = `hooked:${key}`;
  for (;;) {
    if (callbacks) {
      const { api, keys } = callbacks;
      const authorization = `Bearer ${keys[tenant]}`;
      const event = { userId: user, event: 'hooked', messageId, properties: { key } };
      const status = await fetch(`${api}/v1/track`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(event), signal: AbortSignal.timeout(5_000) }).then((answer) => answer.status, () => 0); // prettier-ignore
      if (status >= 200 && status < 300) return ledger.add({ kind: 'told', tenant, user, messageId, event: 'hooked' });
      if (status >= 400 && status < 500) return ledger.add({ kind: 'told-refused', tenant, messageId, status });
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}

const mailPort = await startMailServer(ledger, seed, () => calm);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`${typeof address === 'object' && address ? address.port : 0} ${mailPort}`);
});
// The program that started us is gone: so are we.
process.stdin.on('end', () => process.exit(0)).resume();
