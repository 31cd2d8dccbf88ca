import { gzipSync } from 'node:zlib';

const BLOCK = 512;
const NAME = 100;
const FOLDERS = 155;

/** A .tgz of texts below one folder: plain ustar, one time for all, so that the same files make the same bytes. */
export function tarball(folder: string, files: ReadonlyMap<string, string>): Buffer {
  const parts = [...files].flatMap(([path, text]) => {
    const content = Buffer.from(text, 'utf8');
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [header(`${folder}/${path}`, content.length), content, padding];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(BLOCK * 2)]));
}

/** 2020-01-01: archivers find fault with the year 1970. */
const MOMENT = 1_577_836_800;

function header(path: string, size: number): Buffer {
  // A long path has its folders in a field of their own.
  const at = Buffer.byteLength(path) > NAME ? path.indexOf('/', path.length - NAME - 1) : -1;
  const [folders, name] = at < 0 ? ['', path] : [path.slice(0, at), path.slice(at + 1)];
  if (Buffer.byteLength(name) > NAME || Buffer.byteLength(folders) > FOLDERS)
    throw new RangeError(`the path ${path} is too long for an archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, length: number) =>
    block.write(value.toString(8).padStart(length - 1, '0'), offset, 'ascii');
  block.write(name, 0, 'utf8');
  block.write(folders, 345, 'utf8');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(MOMENT, 136, 12);
  block.fill(' ', 148, 156); // the sum is taken with blanks in its own place
  block.write('0', 156, 'ascii');
  block.write('ustar\0' + '00', 257, 'ascii');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}
