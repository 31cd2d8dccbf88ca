import { groupBy } from '@sojourn/kernel';
import type { Answer, Ask } from '@sojourn/plugin-sdk/engine';
import type { JourneyStore, KeyedAsk, Sandbox, ScriptSandbox } from './ports.js';
import type { AskingWalk } from './step.js';
import { visitNumber } from './walk.js';

type ScriptAsk = Extract<Ask, { kind: 'script.run' }>;

/** Carries out what nodes ask: things of value in the store, once per key; scripts in the sandbox, as batches of one source. */
export async function answersOf(
  asking: readonly AskingWalk[],
  store: Pick<JourneyStore, 'settle'>,
  sandbox: ScriptSandbox,
  now: number,
): Promise<ReadonlyMap<number, Answer>> {
  const answers = new Map<number, Answer>();
  const keyed = asking.flatMap(keyedAsk);
  if (keyed.length > 0) for (const [runId, answer] of await store.settle(keyed, now)) answers.set(runId, answer);

  const scripts = asking.flatMap(({ walk, decision: { ask } }) => (ask.kind === 'script.run' ? [{ walk, ask }] : []));
  const program = ({ walk, ask }: (typeof scripts)[number]): string =>
    `${walk.run.workspaceId}:${ask.timeoutMs}:${ask.memoryMb}:${ask.source}`;
  for (const group of groupBy(scripts, program).values()) {
    const { walk: first, ask } = group[0]!; // groupBy makes no empty groups
    const { source, timeoutMs, memoryMb } = ask;
    const tenant = { workspaceId: first.run.workspaceId, plugin: 'code' };
    const inputs = group.map(({ ask: { input } }) => input);
    const results = await sandbox.run({ source, timeoutMs, memoryMb, inputs, tenant });
    group.forEach(({ walk }, i) => answers.set(walk.run.id, scriptAnswer(results[i])));
  }
  return answers;
}

function keyedAsk({ walk, decision: { ask } }: AskingWalk): KeyedAsk[] {
  if (ask.kind === 'script.run') return [];
  const { id, workspaceId, contactId, journeyId, fence, shard, epoch } = walk.run;
  const visit = visitNumber(walk);
  return [
    {
      workspaceId,
      runId: id,
      fence,
      contactId,
      journeyId,
      nodeId: walk.node.id,
      visit,
      lease: { shard, epoch },
      at: walk.at,
      ask,
    },
  ];
}

function scriptAnswer(result: Awaited<ReturnType<Sandbox['run']>>[number] | undefined): Answer {
  if (!result) return { kind: 'script.run', status: 'error', message: 'the sandbox gave no answer' };
  const kind: ScriptAsk['kind'] = 'script.run';
  if (result.status === 'ok') return { kind, status: 'ok', value: result.value };
  return { kind, status: result.status, message: result.message };
}
