import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Header } from 'tar';

const deflate = promisify(gzip);

/** An npm package (`.tgz`) of these files, the same bytes for the same files. Paths are inside the package, at most 90 characters. */
export async function pack(files: ReadonlyMap<string, Uint8Array | string>): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = Buffer.from(content);
    // npm's own moment for files whose time does not matter.
    const header = new Header({ path: `package/${path}`, mode: 0o644, size: bytes.length, type: 'File', mtime: new Date(499_162_500_000) }); // prettier-ignore
    header.encode();
    blocks.push(header.block!, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)); // encode makes the block
  }
  return deflate(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 9 });
}
