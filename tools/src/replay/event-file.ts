import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { messageOf, UserError } from '@sojourn/kernel';
import { readEventLine, type ReplayEvent } from './event-line.js';

export type ReadLine =
  { readonly number: number; readonly event: ReplayEvent } | { readonly number: number; readonly problem: string };

/** A line longer than this is not an event. */
const LONGEST_LINE = 1_000_000;

/**
 * The events of a file (JSON lines, gzip when the name ends in .gz), in the order of their time.
 * Files are nearly always in order: a first pass looks, and only a file that is not is sorted in memory.
 */
export async function openEventFile(
  path: string,
): Promise<{ readonly lines: number; read(): AsyncIterable<ReadLine> }> {
  await stat(path).catch((cause: unknown) => {
    throw new UserError(`There is no event file at ${path}. Give the path of a .jsonl or .jsonl.gz file.`, {
      code: 'replay.no-file',
      cause,
    });
  });
  let lines = 0;
  let latest = -Infinity;
  let sorted = true;
  for await (const line of readLines(path)) {
    lines = line.number;
    if (!('event' in line)) continue;
    if (line.event.at < latest) sorted = false;
    latest = Math.max(latest, line.event.at);
  }
  return { lines, read: () => (sorted ? readLines(path) : readSorted(path)) };
}

async function* readSorted(path: string): AsyncIterable<ReadLine> {
  const events: Extract<ReadLine, { event: unknown }>[] = [];
  for await (const line of readLines(path)) {
    if ('event' in line) events.push(line);
    else yield line;
  }
  yield* events.sort((a, b) => a.event.at - b.event.at || a.number - b.number);
}

async function* readLines(path: string): AsyncIterable<ReadLine> {
  const file = createReadStream(path);
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => bytes.destroy(error));
  let number = 0;
  try {
    for await (const text of linesOf(bytes)) {
      number++;
      if (text.trim() !== '') yield readLine(text, number);
    }
  } catch (error) {
    yield { number: number + 1, problem: `the file ends here: ${messageOf(error)}` };
  } finally {
    file.destroy();
  }
}

/** Lines end at LF (a CR before it is white space); node:readline would also split at a U+2028 inside a text. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    // Of an endless line only a head is kept: enough to report it as too long.
    rest = parts.pop()!.slice(0, LONGEST_LINE + 1); // split gives at least one part
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

function readLine(text: string, number: number): ReadLine {
  if (text.length > LONGEST_LINE) return { number, problem: `it is longer than ${LONGEST_LINE} characters` };
  try {
    return { number, event: readEventLine(text) };
  } catch (error) {
    return { number, problem: messageOf(error) };
  }
}
