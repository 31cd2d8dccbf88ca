import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tarball } from './tarball.js';

it('is a .tgz that tar unpacks', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'sojourn-tarball-'));
  const files = new Map([['a.txt', 'hello'], ['deep/中.txt', '你好'.repeat(400)], ['empty', '']]); // prettier-ignore
  writeFileSync(path.join(home, 'x.tgz'), new Uint8Array(await (await tarball('mine', files)).arrayBuffer()));
  execFileSync('tar', ['-xzf', 'x.tgz'], { cwd: home });
  for (const [name, text] of files) expect(readFileSync(path.join(home, 'mine', name), 'utf8')).toBe(text);
  rmSync(home, { recursive: true });
});
