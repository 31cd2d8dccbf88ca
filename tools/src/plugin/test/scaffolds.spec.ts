import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, scaffold } from '../../../create-sojourn-plugin/scaffold.mjs';
import { inProcess } from '../guest/in-process.js';
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
  });
});
