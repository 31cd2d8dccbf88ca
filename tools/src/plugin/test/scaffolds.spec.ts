import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
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

  it('refuses what cannot be made, and writes nothing', () => {
    expect(() => scaffold({ folder: path.join(home, 'x'), kind: 'robot' })).toThrow(/give one of action/);
    expect(() => scaffold({ folder: path.join(home, 'x'), id: 'Acme' })).toThrow(/publisher.name/);
    expect(() => scaffold({ folder: path.join(home, 'x'), id: 'sojourn.mine' })).toThrow(/your own name/);
    expect(() => scaffold({ folder: path.join(home, 'x'), kind: 'wait', level: 'declarative' })).toThrow(
      /without code/,
    );
    expect(existsSync(path.join(home, 'x'))).toBe(false);
  });
});
