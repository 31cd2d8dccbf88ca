import type { Json, JsonObject } from '@sojourn/kernel';
import { canonicalJson } from '@sojourn/packaging';
import { pluginRecordings, type Reader } from '@sojourn/storage';

/** Answers that other systems once gave a plugin, by request; undefined for what was never asked, or never answered. */
export type RecordedAnswers = (request: JsonObject) => JsonObject | undefined;

/** Recordings that are read. */
const NEWEST = 20;

/** Out of the recordings of a plugin's failed batches; the newest answer to a request is the one that counts. */
export async function recordedAnswers(read: Reader, workspaceId: number, plugin: string): Promise<RecordedAnswers> {
  const heads = (await pluginRecordings.list(read, workspaceId, plugin)).slice(0, NEWEST);
  const answers = new Map<string, JsonObject>();
  for (const { id } of heads) {
    const recording = await pluginRecordings.one(read, workspaceId, plugin, id);
    for (const { call, reply } of callsIn(recording?.body ?? '{}')) {
      const key = requestKey(call.args);
      if (call.op !== 'http' || !('ok' in reply) || answers.has(key)) continue;
      const answer = reply.ok;
      if (isObject(answer) && typeof answer['status'] === 'number') answers.set(key, answer);
    }
  }
  return (request) => answers.get(requestKey(request));
}

interface Kept {
  readonly call: { readonly op: string; readonly args: JsonObject };
  readonly reply: { readonly ok: Json } | { readonly error: Json };
}

/** As the recorder wrote them. */
function callsIn(body: string): readonly Kept[] {
  return (JSON.parse(body) as { readonly calls?: readonly Kept[] }).calls ?? [];
}

/** What makes a request the same, whoever it is for. */
const requestKey = ({ method, url, body = null }: JsonObject): string =>
  canonicalJson([method ?? null, url ?? null, body]);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
