'use strict';
// What passes between two processes: a head (JSON) and a body (text), both UTF-8 and both preceded by their length in
// bytes, so that nothing within a text can end it. The same as src/frames.ts.
//
//   [bytes of the head, uint32 LE][bytes of the body, uint32 LE][head][body]

function frame(head, body) {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const bodyBytes = Buffer.byteLength(body);
  const buffer = Buffer.allocUnsafe(8 + headBytes + bodyBytes);
  buffer.writeUInt32LE(headBytes, 0);
  buffer.writeUInt32LE(bodyBytes, 4);
  buffer.utf8Write(text, 8);
  buffer.utf8Write(body, 8 + headBytes);
  return buffer;
}

/** Hands every whole frame to `heard`, in order. */
function reader(heard) {
  let chunks = [];
  let held = 0;
  let wanted = 8;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      const headBytes = all.readUInt32LE(0);
      wanted = 8 + headBytes + all.readUInt32LE(4);
      chunks = [all];
      if (held < wanted) return;
      const head = JSON.parse(all.utf8Slice(8, 8 + headBytes));
      const body = all.utf8Slice(8 + headBytes, wanted);
      chunks = held > wanted ? [all.subarray(wanted)] : [];
      held -= wanted;
      wanted = 8;
      heard(head, body);
    }
  };
}

module.exports = { frame, reader };
