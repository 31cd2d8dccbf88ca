const BLOCK = 512;
/** 2020-01-01: archivers find fault with the year 1970. */
const MOMENT = 1_577_836_800;

/** A .tgz of texts below one folder, made in the browser. */
export async function tarball(folder: string, files: ReadonlyMap<string, string>): Promise<Blob> {
  const words = new TextEncoder();
  const parts = [...files].flatMap(([path, text]) => {
    const content = words.encode(text);
    return [header(words.encode(`${folder}/${path}`), content.length), content, new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK)]; // prettier-ignore
  });
  const tar = new Blob([...parts, new Uint8Array(BLOCK * 2)]);
  return new Response(tar.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

function header(path: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  if (path.length > 100) throw new RangeError('a path is longer than 100 bytes');
  const block = new Uint8Array(BLOCK);
  const write = (text: string, at: number): void => {
    for (let i = 0; i < text.length; i++) block[at + i] = text.charCodeAt(i);
  };
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, '0');
  block.set(path, 0);
  write(octal(0o644, 8), 100);
  write(octal(0, 8), 108);
  write(octal(0, 8), 116);
  write(octal(size, 12), 124);
  write(octal(MOMENT, 12), 136);
  write(' '.repeat(8), 148); // the sum is taken with blanks in its own place
  write('0', 156);
  write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return block;
}
