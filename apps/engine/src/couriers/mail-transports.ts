import { createTransport, type Transporter } from 'nodemailer';
import type { SentMessageInfo } from 'nodemailer/lib/smtp-pool/index.js';

/** A mail server and the sender it is used with. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS when offered. */
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** `Shop <hello@shop.example>`. */
  readonly from: string;
}

export type MailTransport = Transporter<SentMessageInfo>;

const KEPT = 20;
const CONNECTIONS = 10;

/** Pools of SMTP connections, one for each server in use; changed settings make a new one. */
export class MailTransports {
  readonly #open = new Map<string, MailTransport>();

  of({ host, port, secure, auth }: MailServer): MailTransport {
    const key = JSON.stringify([host, port, secure, auth?.user, auth?.pass]);
    const transport = this.#open.get(key) ?? connected({ host, port, secure, ...(auth ? { auth } : {}) });
    this.#open.delete(key);
    this.#open.set(key, transport);
    if (this.#open.size > KEPT) {
      const [oldest, idle] = this.#open.entries().next().value!; // more than KEPT are open
      this.#open.delete(oldest);
      idle.close();
    }
    return transport;
  }

  close(): void {
    for (const transport of this.#open.values()) transport.close();
    this.#open.clear();
  }
}

function connected(server: Pick<MailServer, 'host' | 'port' | 'secure' | 'auth'>): MailTransport {
  const transport = createTransport({
    ...server,
    pool: true,
    maxConnections: CONNECTIONS,
    // A connection that dies midway: the courier decides whether to send again, not the pool.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0] & { maxRequeues: number });
  // The message is piped into the connection once the server has said "go ahead" to DATA: from then on it may arrive.
  transport.use('stream', (mail, done) => {
    const { onData } = mail.data as { onData?: () => void };
    const { message } = mail;
    const create = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = create(options);
      const pipe = stream.pipe.bind(stream);
      stream.pipe = (target, how) => {
        onData?.();
        return pipe(target, how);
      };
      return stream;
    };
    done();
  });
  return transport;
}
