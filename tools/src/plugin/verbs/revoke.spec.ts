import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFeed } from '@sojourn/packaging';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeKey, type KeyFile } from '../package/key-file.js';
import { revokeVerb } from './revoke.js';

let folder: string;
let key: KeyFile;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sojourn-revoke-'));
  key = await makeKey(path.join(folder, 'house.key'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const revoke = async (...args: string[]) => {
  const spy = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const file = path.join(folder, 'feed.json');
  try {
    await revokeVerb.run([file, '--key', path.join(folder, 'house.key'), ...args]);
  } finally {
    spy.mockRestore();
  }
  return readFeed(await readFile(file, 'utf8'), key.publicKey);
};
const reasons = ['--reason', 'It leaks', '--reason-zh', '泄露数据'];

it('signs a feed whose number rises with every change', async () => {
  expect(await revoke('acme.weather', '--versions', '1.0.0, 1.0.1', ...reasons)).toMatchObject({ seq: 1, entries: [{ plugin: 'acme.weather', versions: ['1.0.0', '1.0.1'] }] }); // prettier-ignore
  expect(await revoke('acme.crm', ...reasons)).toMatchObject({ seq: 2, entries: [{}, { plugin: 'acme.crm', versions: ['*'], reason: { 'zh-CN': '泄露数据' } }] }); // prettier-ignore
  expect(await revoke('--drop', 'acme.weather')).toMatchObject({ seq: 3, entries: [{ plugin: 'acme.crm' }] });
  await expect(revoke('acme.crm')).rejects.toMatchObject({ code: 'cli.bad-call' });
});

it('refuses what engines could not read, and leaves the feed as it was', async () => {
  const before = await readFile(path.join(folder, 'feed.json'), 'utf8');
  for (const [words, ...args] of [
    [/publisher\.name, not "Bad Id"/, 'Bad Id'],
    [/exact versions such as 1\.2\.0, not "one"/, 'acme.x', '--versions', '1.0.0,one'],
    [/not ">=1"/, 'acme.x', '--versions', '>=1'],
    [/the hash that "plugin verify" prints/, 'acme.x', '--hash', 'zz'],
    [/not both/, 'acme.x', '--hash', 'a'.repeat(64), '--versions', '1.0.0'],
    [/on the list; "acme\.none" is not/, '--drop', 'acme.none'],
  ] as const)
    await expect(revoke(...args, ...reasons)).rejects.toThrow(words);
  expect(await readFile(path.join(folder, 'feed.json'), 'utf8')).toBe(before);
});

it('does not begin anew with another key', async () => {
  await makeKey(path.join(folder, 'other.key'));
  await expect(revoke('--key', path.join(folder, 'other.key'))).rejects.toMatchObject({ code: 'revocation.wrong-signature' }); // prettier-ignore
});
