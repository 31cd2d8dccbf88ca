import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { isTimeZone } from '@sojourn/kernel/schedule';

/** apps/engine/{src,dist}/config -> the repository. */
export const REPOSITORY = resolve(import.meta.dirname, '../../../..');

/** One environment variable: how it reads, what it means, what it is when absent. */
export interface Variable<T> {
  readonly name: string;
  /** As it would be written in the environment; '' means "none". */
  readonly default: string;
  /** Replaces the default in the printed table where it is computed. */
  readonly defaultText?: string;
  readonly description: string;
  /** Never printed. */
  readonly secret?: boolean;
  /** Throws an Error that says what is allowed: "must be a whole number from 0 to 65535, for example 3000". */
  readonly parse: (text: string) => T;
}

/** Everything the engine reads from its environment, in the order in which docs/configuration.md prints it. */
export const VARIABLES = {
  port: variable({
    name: 'PORT',
    default: '3000',
    description: 'Port of the API and the studio. `0` takes a free one.',
    parse: integer(0, 65_535),
  }),
  host: variable({
    name: 'HOST',
    default: '127.0.0.1',
    description:
      'Address to listen on. `0.0.0.0` opens the engine to the network: put TLS in front of it and set `SOJOURN_PUBLIC_URL`.',
    parse: text(255),
  }),
  publicUrl: variable({
    name: 'SOJOURN_PUBLIC_URL',
    default: '',
    defaultText: '`http://HOST:PORT`',
    description:
      'Where people reach the studio, used in links. With `https://` the session cookie becomes `__Host-` and `Secure`.',
    parse: optional(webAddress),
  }),
  role: variable({
    name: 'SOJOURN_ROLE',
    default: 'all',
    description:
      '`api` serves requests, `worker` moves contacts, `all` does both. Separate roles need MySQL or MariaDB.',
    parse: oneOf('all', 'api', 'worker'),
  }),
  dataDir: variable({
    name: 'SOJOURN_DATA_DIR',
    default: join(REPOSITORY, 'var'),
    defaultText: '`var` in the repository',
    description: 'Folder of the embedded database and of the generated secret key. Must be writable.',
    parse: (value) => resolve(value),
  }),
  databaseUrl: variable({
    name: 'SOJOURN_DATABASE_URL',
    default: '',
    defaultText: '`sqlite:<SOJOURN_DATA_DIR>/sojourn.db`',
    description: '`sqlite:/path/to/file.db`, `mysql://user:password@host:3306/name` or `mariadb://...`.',
    secret: true,
    parse: optional(databaseAddress),
  }),
  secretKey: variable({
    name: 'SOJOURN_SECRET_KEY',
    default: '',
    defaultText: 'generated once into `<SOJOURN_DATA_DIR>/secret.key` (mode 0600)',
    description:
      'Encrypts stored credentials (AES-256-GCM): 32 bytes as 64 hexadecimal digits or base64. `openssl rand -hex 32` makes one. The same on every machine.',
    secret: true,
    parse: optional(key32),
  }),
  ownerEmail: variable({
    name: 'SOJOURN_OWNER_EMAIL',
    default: 'owner@example.com',
    description: 'E-mail of the owner that the first start creates. Later starts do not read it.',
    parse: email,
  }),
  timeZone: variable({
    name: 'SOJOURN_TIME_ZONE',
    default: 'Asia/Shanghai',
    description: 'Time zone of the first workspace (IANA name). Later it is a setting of the workspace.',
    parse: timeZone,
  }),
  demo: variable({
    name: 'SOJOURN_DEMO',
    default: 'on',
    description:
      '`on` makes the first start create the demo workspace, and lets its customers go on living while the engine runs; `off` starts empty, or lets an existing demo rest.',
    parse: onOff,
  }),
  logLevel: variable({
    name: 'SOJOURN_LOG_LEVEL',
    default: 'warn',
    description: 'How much goes to standard error as JSON lines. `info` adds one line per request.',
    parse: oneOf('silent', 'error', 'warn', 'info', 'debug'),
  }),
  trustProxy: variable({
    name: 'SOJOURN_TRUST_PROXY',
    default: '0',
    description: 'How many reverse proxies stand in front, so that throttling sees the real client address.',
    parse: integer(0, 10),
  }),
  batchSize: variable({
    name: 'SOJOURN_BATCH_SIZE',
    default: '1000',
    description: 'How many contacts move together in one transaction.',
    parse: integer(1, 10_000),
  }),
  pollMs: variable({
    name: 'SOJOURN_POLL_MS',
    default: '1000',
    description:
      'How often, in milliseconds, a worker looks for work when nothing woke it. What time brings about is looked for when it is due.',
    parse: integer(10, 60_000),
  }),
  traceDays: variable({
    name: 'SOJOURN_TRACE_DAYS',
    default: '400',
    description:
      'How many days the history of each step, settled deliveries and answers are kept; `0` for ever. Contacts, events, runs and counts are not touched.',
    parse: integer(0, 3_650),
  }),
  redisUrl: variable({
    name: 'SOJOURN_REDIS_URL',
    default: '',
    defaultText: 'none',
    description:
      'Redis that wakes workers on other machines: `redis://user:password@host:6379/0`, `rediss://...` with TLS. Without it, or while it is away, workers poll.',
    secret: true,
    parse: optional(redisAddress),
  }),
  workerId: variable({
    name: 'SOJOURN_WORKER_ID',
    default: '',
    defaultText: 'the name of the machine',
    description:
      'Name of this worker in the table `worker`, in logs and metrics; each start adds some letters of its own.',
    parse: optional(text(40)),
  }),
  leaseMs: variable({
    name: 'SOJOURN_LEASE_MS',
    default: '15000',
    description:
      'After so many milliseconds without a sign of life a worker is replaced by the others. On the database’s clock; the same on every machine.',
    parse: integer(500, 300_000),
  }),
  workerPort: variable({
    name: 'SOJOURN_WORKER_PORT',
    default: '3001',
    description:
      'Port on which a process in the role `worker` answers `/health`, `/ready` and `/metrics`, on the address `HOST`. `0` takes a free one.',
    parse: integer(0, 65_535),
  }),
  metricsToken: variable({
    name: 'SOJOURN_METRICS_TOKEN',
    default: '',
    defaultText: 'none',
    description:
      'Whoever asks for `/metrics` must send `Authorization: Bearer` and this. Without it the API has no `/metrics`, and a worker shows its own to everyone who reaches its port.',
    secret: true,
    parse: optional(text(200)),
  }),
  otlpEndpoint: variable({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '',
    defaultText: 'none',
    description:
      'Collector that takes OpenTelemetry traces over HTTP, such as `http://otel:4318`. The other `OTEL_` variables of the specification hold too (`OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_HEADERS`).',
    parse: optional(collectorAddress),
  }),
  serviceName: variable({
    name: 'OTEL_SERVICE_NAME',
    default: 'sojourn',
    description: 'Name of the service in traces.',
    parse: text(100),
  }),
  sandboxProcesses: variable({
    name: 'SOJOURN_SANDBOX_PROCESSES',
    default: String(Math.max(1, availableParallelism() - 1)),
    defaultText: 'cores less one',
    description: 'Child processes that run code nodes.',
    parse: integer(1, 64),
  }),
  webhookPrivateAddresses: variable({
    name: 'SOJOURN_WEBHOOK_PRIVATE_ADDRESSES',
    default: '',
    defaultText: 'none',
    description:
      'Private networks that webhooks and chain endpoints may reach, comma-separated CIDR (`10.0.0.0/8, 127.0.0.1/32`). By default only public addresses.',
    parse: networks,
  }),
  pluginRegistry: variable({
    name: 'SOJOURN_PLUGIN_REGISTRY',
    default: 'off',
    description:
      'npm registry that plugins are searched in and installed from; it may be a private address. `off`: plugins come as uploaded files alone.',
    parse: pluginRegistry,
  }),
  pluginRegistryToken: variable({
    name: 'SOJOURN_PLUGIN_REGISTRY_TOKEN',
    default: '',
    defaultText: 'none',
    description: 'Sent to that registry, and to no other host, as `Authorization: Bearer`.',
    secret: true,
    parse: optional(text(1_000)),
  }),
  pluginDev: variable({
    name: 'SOJOURN_PLUGIN_DEV',
    default: 'off',
    description:
      '`on` takes unsigned plugins from `sojourn plugin dev`, with everything that they ask for. For machines of developers alone.',
    parse: onOff,
  }),
  revocationFeed: variable({
    name: 'SOJOURN_REVOCATION_FEED',
    default: '',
    defaultText: 'none',
    description:
      'Signed list of plugins that must not run any more: a web address or a path to a file. Looked at every hour.',
    parse: optional(text(2_000)),
  }),
  revocationKey: variable({
    name: 'SOJOURN_REVOCATION_KEY',
    default: '',
    defaultText: 'none',
    description:
      'Public key (Ed25519, SPKI DER in base64) that signs the revocation feed; the feed is not read without it.',
    parse: optional(publicKey),
  }),
  minterKey: variable({
    name: 'SOJOURN_MINTER_KEY',
    default: '',
    defaultText: 'none',
    description: 'Private key of the wallet that mints collectibles on EVM chains: `0x` and 64 hexadecimal digits.',
    secret: true,
    parse: optional(privateKey),
  }),
  smtpUrl: variable({
    name: 'SOJOURN_SMTP_URL',
    default: '',
    defaultText: 'none',
    description: 'Mail server for workspaces without their own: `smtp://user:password@host:587` or `smtps://...:465`.',
    secret: true,
    parse: optional(smtpAddress),
  }),
  mailFrom: variable({
    name: 'SOJOURN_MAIL_FROM',
    default: '',
    defaultText: 'none',
    description: 'Sender for `SOJOURN_SMTP_URL`: `Shop <hello@shop.example>`.',
    parse: optional(text(320)),
  }),
} as const;

function variable<T>(definition: Variable<T>): Variable<T> {
  return definition;
}

function integer(min: number, max: number): (text: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max)
      throw new Error(`must be a whole number from ${min} to ${max}`);
    return number;
  };
}

function text(max: number): (text: string) => string {
  return (value) => {
    if (value.length > max || /[\r\n\0]/.test(value)) throw new Error(`must be one line of at most ${max} characters`);
    return value;
  };
}

function oneOf<const T extends string>(...choices: readonly T[]): (text: string) => T {
  return (value) => {
    const found = choices.find((choice) => choice === value.toLowerCase());
    if (!found) throw new Error(`must be one of ${choices.join(', ')}`);
    return found;
  };
}

function optional<T>(parse: (text: string) => T): (text: string) => T | undefined {
  return (value) => (value === '' ? undefined : parse(value));
}

function onOff(value: string): boolean {
  if (['on', 'true', '1', 'yes'].includes(value.toLowerCase())) return true;
  if (['off', 'false', '0', 'no'].includes(value.toLowerCase())) return false;
  throw new Error('must be on or off');
}

function webAddress(value: string): string {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error('must be a web address such as https://journeys.example.com');
  if (url.pathname !== '/' || url.search || url.hash)
    throw new Error('must be an address without a path, such as https://journeys.example.com');
  return url.origin;
}

function databaseAddress(value: string): string {
  if (/^sqlite:.+/.test(value)) return value;
  const url = URL.parse(value);
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || !url.hostname || url.pathname.length < 2)
    throw new Error(
      'must be sqlite:/path/to/file.db, mysql://user:password@host:3306/name or mariadb://user:password@host:3306/name',
    );
  return value;
}

function redisAddress(value: string): string {
  const url = URL.parse(value);
  if (!url || !/^rediss?:$/.test(url.protocol) || !url.hostname || !/^(\/\d{0,3})?$/.test(url.pathname))
    throw new Error('must be redis://user:password@host:6379/0 or rediss://...');
  return value;
}

function collectorAddress(value: string): string {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('must be a web address such as http://otel:4318');
  return value;
}

function smtpAddress(value: string): string {
  const url = URL.parse(value);
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname)
    throw new Error('must be smtp://user:password@host:587 or smtps://user:password@host:465');
  return value;
}

/** Undefined for `off`; else without a slash at the end, so that paths can be appended. */
function pluginRegistry(value: string): string | undefined {
  if (value.toLowerCase() === 'off') return undefined;
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username)
    throw new Error('must be off or the address of an npm registry such as https://npm.example.com');
  return url.href.replace(/\/+$/, '');
}

function publicKey(value: string): string {
  if (!/^[A-Za-z0-9+/]{59}=$/.test(value))
    throw new Error('must be an Ed25519 public key: SPKI DER in base64, 60 characters');
  return value;
}

function key32(value: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  if (bytes.length !== 32)
    throw new Error('must be 32 bytes as 64 hexadecimal digits or base64; `openssl rand -hex 32` makes one');
  return bytes;
}

function privateKey(value: string): `0x${string}` {
  if (!/^0x[0-9a-f]{64}$/i.test(value)) throw new Error('must be 0x and 64 hexadecimal digits');
  return value as `0x${string}`; // just checked
}

function email(value: string): string {
  if (value.length > 254 || !/^[^\s@]+@[^\s@]+\.?[^\s@]*$/.test(value)) throw new Error('must be an e-mail address');
  return value.toLowerCase();
}

function timeZone(value: string): string {
  if (!isTimeZone(value)) throw new Error('must be an IANA time zone such as Asia/Shanghai or Europe/Berlin');
  return value;
}

function networks(value: string): readonly string[] {
  const list = value.split(',').map((part) => part.trim()).filter(Boolean); // prettier-ignore
  for (const cidr of list) {
    if (!/^[0-9a-f.:]+\/\d{1,3}$/i.test(cidr))
      throw new Error('must be networks in CIDR form, comma-separated, such as 10.0.0.0/8');
  }
  return list;
}
