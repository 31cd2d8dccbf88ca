const PREFIX = 9;
// eslint-disable-next-line no-control-regex -- every character that fits into one byte
const WIDE = /[^\u0000-\u00ff]/;

/**
 * What passes between the engine and a process of the sandbox: a head (JSON) and a body (text), both preceded by their length
 * in bytes, so that nothing within a text can end it. The same as child/frames.cjs.
 *
 *   [bytes of the head, uint32 LE][bytes of the body, uint32 LE][1: the body is UTF-16, 0: Latin-1][head: UTF-8][body]
 *
 * Bodies cross as the engine holds them in memory, one byte or two for a character: nothing is encoded or decoded.
 */
export function frame(head: object, body = ''): Buffer {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const wide = WIDE.test(body);
  const bodyBytes = wide ? body.length * 2 : body.length;
  const buffer = Buffer.allocUnsafe(PREFIX + headBytes + bodyBytes);
  buffer.writeUInt32LE(headBytes, 0);
  buffer.writeUInt32LE(bodyBytes, 4);
  buffer[8] = wide ? 1 : 0;
  buffer.write(text, PREFIX, 'utf8');
  buffer.write(body, PREFIX + headBytes, wide ? 'utf16le' : 'latin1');
  return buffer;
}

/**
 * Hands every whole frame to `heard`, in order. Throws a RangeError for a frame of more than `limit` bytes, a SyntaxError for
 * a head that is no JSON: whoever speaks so is not our process any more.
 */
export function frameReader(limit: number, heard: (head: unknown, body: string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = PREFIX;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const headBytes = all.readUInt32LE(0);
      wanted = PREFIX + headBytes + all.readUInt32LE(4);
      if (wanted > limit) throw new RangeError(`a frame of ${wanted} bytes`);
      chunks = [all];
      if (held < wanted) return;
      const head = JSON.parse(all.toString('utf8', PREFIX, PREFIX + headBytes)) as unknown;
      const body = all.toString(all[8] === 1 ? 'utf16le' : 'latin1', PREFIX + headBytes, wanted);
      chunks = held > wanted ? [all.subarray(wanted)] : [];
      held -= wanted;
      wanted = PREFIX;
      heard(head, body);
    }
  };
}
