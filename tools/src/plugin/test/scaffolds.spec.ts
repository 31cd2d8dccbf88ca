import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECLARATIVE_KINDS, KINDS, scaffold } from '../../../create-sojourn-plugin/scaffold.mjs';
import { inProcess } from '../guest/in-process.js';
import { checkProject } from '../check/check-project.js';
import { readProject } from '../project.js';
import { testPlugin } from './run-checks.js';

let home: string;
beforeAll(async () => void (home = await mkdtemp(path.join(tmpdir(), 'sojourn-scaffolds-'))));
afterAll(() => rm(home, { recursive: true, force: true }));

describe('what "plugin create" makes', () => {
  it.each(KINDS)('passes every check from the start: %s', { timeout: 60_000 }, async (kind) => {
    const { folder } = scaffold({ folder: path.join(home, kind), kind, id: `acme.${kind}` });
    const { checks } = await testPlugin(await readProject(folder), inProcess());
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(checks.find(({ check }) => check === 'fixtures')?.status).toBe('passed');
    expect(await checkProject(await readProject(folder))).toEqual([]);
  });

  it.each(DECLARATIVE_KINDS)('passes without code, too: %s', { timeout: 60_000 }, async (kind) => {
    const call = { folder: path.join(home, `described-${kind}`), kind, level: 'declarative', id: `acme.${kind}` };
    const { folder } = scaffold(call);
    const { checks } = await testPlugin(await readProject(folder), inProcess());
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(await checkProject(await readProject(folder))).toEqual([]);
  });

  it('is called by its name in its README, and takes every id that a manifest may have', async () => {
    const { folder } = scaffold({ folder: path.join(home, '天气 plugin'), kind: 'exit', id: 'a.b' });
    expect(await readFile(path.join(folder, 'README.md'), 'utf8')).toMatch(
      /^# [A-Z][a-z ]+\n\nA plugin for Sojourn: `a\.b`/,
    );
  });

  it('refuses what cannot be made, and writes nothing', () => {
    // Node's own way of making folders never comes back from there.
    if (existsSync('/proc/self')) expect(() => scaffold({ folder: '/proc/sojourn' })).toThrow(/ENOENT|EACCES|EPERM/);
    expect(() => scaffold({ folder: import.meta.filename })).toThrow(/is a file/);
    expect(() => scaffold({ folder: path.join(home, 'x'), kind: 'robot' })).toThrow(/give one of action/);
    expect(() => scaffold({ folder: path.join(home, 'x'), id: 'Acme' })).toThrow(/publisher.name/);
    expect(() => scaffold({ folder: path.join(home, 'x'), id: 'sojourn.mine' })).toThrow(/your own name/);
    expect(() => scaffold({ folder: path.join(home, 'x'), kind: 'wait', level: 'declarative' })).toThrow(
      /without code/,
    );
    expect(existsSync(path.join(home, 'x'))).toBe(false);
  });
});
