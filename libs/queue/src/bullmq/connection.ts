import { Redis } from 'ioredis';

/** Told at every change, so that it can be logged once. */
export type RedisListener = (state: { readonly connected: boolean; readonly reason: string }) => void;

/** An add that is not answered for so long has failed: announcements must never pile up behind a Redis that hangs. */
const ANSWER_MS = 2_000;
const RECONNECT_MS = 1_000;

/**
 * A connection that never gives up and never holds anything back: while Redis is away commands fail at once, since whoever
 * announces has nothing to lose, and it reconnects by itself, every second.
 */
export function connect(url: string, listener: RedisListener): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    enableOfflineQueue: false,
    commandTimeout: ANSWER_MS,
    connectTimeout: 5_000,
    retryStrategy: () => RECONNECT_MS,
    // A replica that took over may answer that it is read-only: then the connection is made anew.
    reconnectOnError: (error) => error.message.includes('READONLY'),
  });
  let connected: boolean | undefined;
  let reason = 'not connected yet';
  const tell = (now: boolean): void => {
    if (connected === now) return;
    connected = now;
    listener({ connected: now, reason });
  };
  redis.on('error', (error: Error & { code?: string }) => {
    reason = error.code ?? error.message;
    if (redis.status !== 'ready') tell(false);
  });
  redis.on('close', () => tell(false));
  redis.on('ready', () => tell(true));
  return redis;
}

/** For a BullMQ worker, which blocks while it waits: no limit on answers, and what it asks waits until Redis is back. */
export function connectBlocking(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: () => RECONNECT_MS,
    reconnectOnError: (error) => error.message.includes('READONLY'),
  });
  // The announcing connection to the same Redis says what is wrong, once.
  redis.on('error', () => undefined);
  return redis;
}
