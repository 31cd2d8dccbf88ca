import { readFile } from 'node:fs/promises';
import type { RecordedCall } from '@sojourn/execution';
import { messageOf, UserError, type JsonObject } from '@sojourn/kernel';
import { parseJson } from '../project.js';

/** A batch, or a call of another function, that went wrong: what the engine keeps of it. */
export interface Recording {
  readonly format: 1;
  /** `execute`, or a name of the node's other functions. */
  readonly entry: string;
  /** `{ node, nodeId, config, items }`, or the function's own input. */
  readonly input: JsonObject;
  readonly calls: readonly RecordedCall[];
  readonly log: readonly string[];
  readonly faults: readonly { readonly key: number | null; readonly message: string }[];
  readonly at: number;
  readonly seed: string;
}

/**
 * Reads a recording as `GET /api/plugins/:id/recordings/:rid` answers it, or its inner part alone. Keys become places in the list, as
 * the sandbox wants them: long batches are kept in parts. Throws UserError `cli.bad-file`.
 */
export async function readRecording(file: string): Promise<Recording> {
  let value: JsonObject;
  try {
    value = parseJson(await readFile(file, 'utf8')) as JsonObject;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') {
      throw new UserError(`There is no ${file}: fetch a recording with GET /api/plugins/:id/recordings/:rid.`, { code: 'cli.no-file', cause: error }); // prettier-ignore
    }
    throw new UserError(`${file} cannot be read as JSON: ${messageOf(error)}`, { code: 'cli.bad-file', cause: error });
  }
  const inner = (value?.['recording'] ?? value ?? {}) as unknown as Partial<Recording>;
  if (inner.format !== 1 || typeof inner.entry !== 'string' || typeof inner.input !== 'object') {
    throw new UserError(
      `${file} is not a recording of a plugin: fetch one with GET /api/plugins/:id/recordings/:rid.`,
      {
        code: 'cli.bad-file',
      },
    );
  }
  return placed(inner as Recording);
}

function placed(recording: Recording): Recording {
  const items = (recording.input['items'] ?? []) as readonly JsonObject[];
  const places = new Map(items.map(({ key }, place) => [key, place]));
  const placeOf = (key: unknown): number | undefined => places.get(key as number);
  return {
    ...recording,
    input: {
      ...recording.input,
      ...(items.length > 0 && { items: items.map((item, key) => ({ ...item, key })) }),
    },
    calls: (recording.calls ?? []).map(({ call, reply }) => {
      const place = placeOf(call.args['item']);
      return { call: place === undefined ? call : { ...call, args: { ...call.args, item: place } }, reply };
    }),
    faults: (recording.faults ?? []).map((fault) => ({ ...fault, key: placeOf(fault.key) ?? null })),
  };
}
