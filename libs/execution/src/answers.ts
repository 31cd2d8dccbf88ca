import { groupBy } from '@sojourn/kernel';
import type { Answer, Ask } from '@sojourn/plugin-sdk/engine';
import type { JourneyStore, KeyedAsk, Sandbox } from './ports.js';
import type { AskingWalk } from './step.js';
import { visitNumber } from './walk.js';

type ScriptAsk = Extract<Ask, { kind: 'script.run' }>;

/** Carries out what nodes ask: things of value in the store, once per key; scripts in the sandbox, as batches of one source. */
export async function answersOf(
  asking: readonly AskingWalk[],
  store: Pick<JourneyStore, 'settle'>,
  sandbox: Sandbox,
  now: number,
): Promise<ReadonlyMap<number, Answer>> {
  const answers = new Map<number, Answer>();
  const keyed = asking.flatMap(keyedAsk);
  if (keyed.length > 0) for (const [runId, answer] of await store.settle(keyed, now)) answers.set(runId, answer);

  const scripts = asking.flatMap(({ walk, decision: { ask } }) => (ask.kind === 'script.run' ? [{ walk, ask }] : []));
  for (const group of groupBy(scripts, ({ ask }) => `${ask.timeoutMs}:${ask.memoryMb}:${ask.source}`).values()) {
    const { source, timeoutMs, memoryMb } = group[0]!.ask; // groupBy makes no empty groups
    const results = await sandbox.run({ source, timeoutMs, memoryMb, inputs: group.map(({ ask }) => ask.input) });
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
  return { kind: 'script.run' satisfies ScriptAsk['kind'], ...result };
}
