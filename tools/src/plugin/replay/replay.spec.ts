import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSandbox } from '@sojourn/sandbox';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scaffold } from '../../../create-sojourn-plugin/scaffold.mjs';
import { inProcess } from '../guest/in-process.js';
import { readProject, type Project } from '../project.js';
import { asLines } from '../verbs/replay.js';
import { readRecording } from './recording.js';
import { replayRecording } from './replay.js';

let home: string;
let project: Project;
const sandbox = createSandbox({ processes: 1 });
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sojourn-replay-'));
  project = await readProject(scaffold({ folder: path.join(home, 'ticket'), kind: 'action' }).folder);
});
afterAll(async () => {
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
});

const args = (item: number, email: string) => ({
  method: 'POST',
  url: 'https://api.example.com/v1/tickets',
  credential: 'account',
  body: { subject: 'Hello', priority: 'high', email, customer: null },
  item,
});
const item = (key: number, email: string) => ({ key, runId: key + 1, visit: 1, at: 5, arrivedAt: 5, timeZone: 'UTC', contact: { id: key, email, attributes: {}, tags: [] }, variables: {}, wake: { kind: 'arrived' }, history: {} }); // prettier-ignore
/** Of a batch of twelve, what the engine kept: the two that failed, with the keys they had. */
const recording = {
  format: 1,
  entry: 'execute',
  input: {
    node: 'ticket',
    nodeId: 'n',
    config: { subject: 'Hello', priority: 'high' },
    items: [item(4, 'a@x.test'), item(9, 'b@x.test')],
  },
  calls: [
    { call: { op: 'http', args: args(4, 'a@x.test') }, reply: { ok: { status: 201, headers: {}, body: { number: 7 } } } }, // prettier-ignore
    { call: { op: 'http', args: args(9, 'other@x.test') }, reply: { ok: { status: 201, headers: {}, body: {} } } },
  ],
  log: [],
  faults: [{ key: 4, message: 'It left by "opend", which is not one of its outcomes.' }],
  at: 5,
  seed: 's',
};

it.each(['sandbox', 'this process'])('answers from the recording alone, in the %s', async (where) => {
  const file = path.join(home, 'recording.json');
  await writeFile(file, JSON.stringify({ id: 1, plugin: 'acme.ticket', recording }));
  const on = where === 'sandbox' ? sandbox : inProcess();
  const replayed = await replayRecording(project, await readRecording(file), on);
  expect(replayed).toMatchObject({
    node: 'ticket',
    unused: 1,
    steps: [{ isRecorded: true }, { isRecorded: false }],
    results: [
      { key: 0, then: expect.stringMatching(/opend/), now: { status: 'ok', value: { outcome: 'opened', output: { ticket: '7' } } } }, // prettier-ignore
      // What is not in the recording is refused, not made.
      { key: 1, then: null, now: { status: 'ok', value: { outcome: 'failed', why: { code: 'refused' } } } },
    ],
  });
  expect(asLines(replayed).join('\n')).toMatch(/then: It left by "opend"[\s\S]*now: .*opened/);
});

it('refuses what is no recording', async () => {
  const file = path.join(home, 'other.json');
  await writeFile(file, '{}');
  await expect(readRecording(file)).rejects.toThrow(/is not a recording/);
});
