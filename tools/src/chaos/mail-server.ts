import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { seededRandom, systemClock } from '@sojourn/kernel';
import type { AppendLog } from './append-log.js';

/** A mail that arrived, or did not. The subject says what it is about: `tenant step user about`. */
const MANNERS = [
  ...Array<'good'>(6).fill('good'),
  'slow', 'slow', 'slow', 'later', 'refuse', 'cut-before', 'cut-after',
] as const; // prettier-ignore

/**
 * Mail servers do not dedupe: what arrives twice is read twice. This one refuses for now or for good, and breaks off before or after
 * it has kept the message but before it says so. Everything is in the ledger first. Answers its port.
 */
export async function startMailServer(ledger: AppendLog, seed: string, isCalm: () => boolean): Promise<number> {
  const attempts = new Map<string, number>();
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write('220 chaos ready\r\n');
    let text = '';
    let to = '';
    let inData = false;
    const mannerOf = (key: string): (typeof MANNERS)[number] => {
      const attempt = (attempts.get(key) ?? 0) + 1;
      attempts.set(key, attempt);
      const manner = seededRandom(`${seed}:${key}`).pick(MANNERS);
      return manner !== 'refuse' && (isCalm() || attempt > 1) ? 'good' : manner;
    };
    const take = (data: string): void => {
      const [tenant = '', step = '', user = '', about = ''] = (/^subject: (.*)$/im.exec(data)?.[1] ?? '').trim().split(' '); // prettier-ignore
      const key = `${step} ${user} ${about}`;
      const manner = mannerOf(key);
      const note = (status: number | string, applied: boolean): void =>
        ledger.add({
          kind: 'mail',
          at: systemClock.now(),
          key,
          manner,
          status,
          applied,
          to,
          tenant,
          step,
          user,
          about,
        });
      if (manner === 'later') {
        note(451, false);
        return void socket.write('451 come again\r\n');
      }
      if (manner === 'refuse') {
        note(554, false);
        return void socket.write('554 never\r\n');
      }
      if (manner === 'cut-before') {
        note('cut', false);
        return void socket.destroy();
      }
      note(manner === 'cut-after' ? 'cut' : 250, true);
      if (manner === 'cut-after') return void socket.destroy();
      setTimeout(() => socket.write('250 kept\r\n'), manner === 'slow' ? 1_500 : 0);
    };
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      for (;;) {
        const mark = inData ? '\r\n.\r\n' : '\r\n';
        const end = text.indexOf(mark);
        if (end < 0) return;
        const piece = text.slice(0, end);
        text = text.slice(end + mark.length);
        if (inData) {
          inData = false;
          take(piece);
        } else {
          to = /^RCPT TO:<(.*)>/i.exec(piece)?.[1] ?? to;
          inData = /^DATA/i.test(piece);
          reply(socket, piece, inData);
        }
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function reply(socket: Socket, line: string, inData: boolean): void {
  if (inData) socket.write('354 go ahead\r\n');
  else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
  else socket.write('250 ok\r\n');
}
