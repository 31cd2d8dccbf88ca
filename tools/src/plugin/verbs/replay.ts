import { createInterface } from 'node:readline/promises';
import { createSandbox } from '@sojourn/sandbox';
import type { Command } from '../../cli/command.js';
import { readCall, say } from '../call.js';
import { inProcess } from '../guest/in-process.js';
import { onProject } from '../on-project.js';
import { readProject } from '../project.js';
import { readRecording } from '../replay/recording.js';
import { replayRecording, type Replayed, type Step } from '../replay/replay.js';
import { CALL, place } from '../place.js';

export const replayVerb: Command = {
  name: 'replay',
  summary: 'run a failed batch of production here, step by step',
  help: `Usage: ${CALL} replay RECORDING.json [DIR] [options]

  RECORDING.json   what GET /api/plugins/:id/recordings/:rid answers
  DIR              the plugin's folder (default: here)
  --step           stop before each reply of the host and wait for Enter; runs in this process
  --in-process     run in this process, for a debugger: node --inspect-brk ${place.program} replay ...
  --json           print what happened for a program

Runs the code of the folder over the recorded input, with the recorded replies of the host; nothing reaches out. Prints
each call, each line of the log, and for each contact what went wrong then and what happens now. Exit code 1 while
something still goes wrong.`,

  run: async (args) => {
    const options = { step: { type: 'boolean' }, 'in-process': { type: 'boolean' }, json: { type: 'boolean' } } as const; // prettier-ignore
    const { named, values } = readCall('replay', args, options, { least: 1, most: 2, what: 'one recording, and perhaps a plugin folder' }); // prettier-ignore
    const project = await readProject(named[1] ?? '.');
    const recording = await readRecording(named[0]!); // one is named
    const runner = values.step || values['in-process'] ? inProcess() : createSandbox({ processes: 1 });
    const keyboard = values.step ? createInterface({ input: process.stdin, output: process.stderr }) : null;
    try {
      const before = keyboard && (async (call: object, reply: object) => void (await keyboard.question(`${callLine({ kind: 'call', call, reply, isRecorded: true } as Step)}  [Enter] `))); // prettier-ignore
      const replayed = await onProject(project.folder, (found) => replayRecording(found, recording, runner, before ?? undefined)); // prettier-ignore
      say(values.json, replayed, () => asLines(replayed));
      if (replayed.results.some(({ now }) => now.status !== 'ok')) process.exitCode = 1;
    } finally {
      keyboard?.close();
      await runner.close();
    }
  },
};

export function asLines({ node, entry, steps, results, unused }: Replayed): string[] {
  return [
    `${node}, ${entry}`,
    ...steps.map((step, index) => `  ${index + 1}. ${step.kind === 'log' ? `log: ${step.line}` : callLine(step)}`),
    ...results.flatMap(({ key, then, now }) => [
      `  ${key === null ? 'answer' : `contact ${key}`}`,
      ...(then === null ? [] : [`    then: ${then}`]),
      `    now:  ${now.status === 'ok' ? JSON.stringify(now.value) : `${now.status}: ${now.message}`}`,
    ]),
    ...(unused > 0 ? [`${unused} recorded replies were not asked for any more.`] : []),
  ];
}

function callLine(step: Step): string {
  if (step.kind === 'log') return step.line;
  const { call, reply, isRecorded } = step;
  const told = JSON.stringify(reply).slice(0, 300);
  return `${call.op} ${JSON.stringify(call.args).slice(0, 300)} -> ${told}${isRecorded ? '' : ' (not in the recording)'}`;
}
