import { messageOf, UserError } from '@sojourn/kernel';
import { Agent, request, type Dispatcher } from 'undici';
import { guardedAgent } from '../couriers/address-guard.js';

const TIMEOUT_MS = 15_000;
const MOST_REDIRECTS = 3;

export interface RegistryHttpOptions {
  /** Address of the registry, without a slash at the end. */
  readonly registry: string;
  readonly token?: string | undefined;
  readonly timeoutMs?: number;
}

/** Answers of a registry, bounded in time and size. */
export interface RegistryHttp {
  /** Undefined for 404. Throws UserError `registry.*` for everything but an answer. */
  get(url: string, limit: number, accept: string): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/**
 * The operator's own registry may stand anywhere, also in a private network; what it refers to elsewhere must be public. The token
 * goes to the registry and nowhere else.
 */
export function registryHttp({ registry, token, timeoutMs = TIMEOUT_MS }: RegistryHttpOptions): RegistryHttp {
  const { origin } = new URL(registry);
  const own = new Agent({ connect: { timeout: timeoutMs } });
  const elsewhere = guardedAgent({ connectTimeoutMs: timeoutMs });

  const once = async (url: URL, accept: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> => {
    const isOwn = url.origin === origin;
    if (!isOwn && url.protocol !== 'https:') throw new Error(`${url.host} would be asked without encryption`);
    return request(url, {
      dispatcher: isOwn ? own : elsewhere,
      headers: {
        accept,
        'user-agent': 'sojourn',
        ...(isOwn && token !== undefined && { authorization: `Bearer ${token}` }),
      },
      signal,
    });
  };
  const get: RegistryHttp['get'] = async (address, limit, accept) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      let url = new URL(address);
      for (let hops = 0; ; hops++) {
        const answer = await once(url, accept, signal);
        const { statusCode: status, headers, body } = answer;
        if (status === 200) return await bytesOf(body, limit);
        await body.dump({ limit: 64 * 1024 }).catch(() => undefined);
        if (status === 404) return undefined;
        const target = headers['location'];
        if (status < 300 || status > 399 || typeof target !== 'string' || hops === MOST_REDIRECTS)
          throw refused(status, url.host);
        url = new URL(target, url);
      }
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw unreachable(registry, error);
    }
  };
  return { get, close: async () => void (await Promise.all([own.close(), elsewhere.close()])) };
}

async function bytesOf(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit)
      throw new UserError(`The registry answered more than ${Math.round(limit / 1024)} KB. The package is too large.`, {
        code: 'registry.too-large',
        status: 422,
        details: { limitKb: Math.round(limit / 1024) },
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refused(status: number, host: string): UserError {
  const denied = status === 401 || status === 403;
  return new UserError(
    denied
      ? `The registry ${host} refuses access (${status}). An operator sets SOJOURN_PLUGIN_REGISTRY_TOKEN.`
      : `The registry ${host} answered ${status}. Try again later.`,
    { code: denied ? 'registry.denied' : 'registry.failed', status: 424, details: { status, host } },
  );
}

function unreachable(registry: string, cause: unknown): UserError {
  const inner = cause instanceof Error && cause.cause ? cause.cause : cause;
  return new UserError(
    `The registry ${registry} cannot be reached (${messageOf(inner).slice(0, 200)}). What is installed goes on; try again later.`,
    { code: 'registry.unreachable', status: 424, cause, details: { registry } },
  );
}
