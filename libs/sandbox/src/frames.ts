/**
 * What passes between the engine and a process of the sandbox: a head (JSON) and a body (text), both UTF-8 and both
 * preceded by their length in bytes, so that nothing within a text can end it. The same as child/frames.cjs.
 *
 *   [bytes of the head, uint32 LE][bytes of the body, uint32 LE][head][body]
 */
export function frame(head: object, body = ''): Buffer {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const bodyBytes = Buffer.byteLength(body);
  const buffer = Buffer.allocUnsafe(8 + headBytes + bodyBytes);
  buffer.writeUInt32LE(headBytes, 0);
  buffer.writeUInt32LE(bodyBytes, 4);
  buffer.write(text, 8, 'utf8');
  buffer.write(body, 8 + headBytes, 'utf8');
  return buffer;
}

/**
 * Hands every whole frame to `heard`, in order. Throws a RangeError for a frame of more than `limit` bytes, a SyntaxError for
 * a head that is no JSON: whoever speaks so is not our process any more.
 */
export function frameReader(limit: number, heard: (head: unknown, body: string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = 8;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const headBytes = all.readUInt32LE(0);
      wanted = 8 + headBytes + all.readUInt32LE(4);
      if (wanted > limit) throw new RangeError(`a frame of ${wanted} bytes`);
      chunks = [all];
      if (held < wanted) return;
      const head = JSON.parse(all.toString('utf8', 8, 8 + headBytes)) as unknown;
      const body = all.toString('utf8', 8 + headBytes, wanted);
      chunks = held > wanted ? [all.subarray(wanted)] : [];
      held -= wanted;
      wanted = 8;
      heard(head, body);
    }
  };
}
