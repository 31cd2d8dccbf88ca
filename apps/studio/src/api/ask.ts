import { api, answer } from './client.js';

interface Ask {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** A file, sent as it is. */
  readonly bytes?: Blob;
  readonly signal?: AbortSignal;
}

type Loose = Readonly<
  Record<string, (path: string, options: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>>
>;

/** A call through the client whose answer the caller names. */
export async function ask<Data = unknown>(method: string, path: string, options: Ask = {}): Promise<Data> {
  const { query, body, bytes, signal } = options;
  const call = (api as unknown as Loose)[method];
  if (call === undefined) throw new Error(`No such method: ${method}`);
  return (await answer(
    call(path, {
      ...(query && { params: { query } }),
      ...(body !== undefined && { body }),
      ...(bytes && {
        body: bytes,
        bodySerializer: (file: Blob) => file,
        headers: { 'content-type': 'application/octet-stream' },
      }),
      ...(signal && { signal }),
    }),
  )) as Data;
}
