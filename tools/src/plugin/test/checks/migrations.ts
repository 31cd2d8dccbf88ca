import type { Json, JsonObject } from '@sojourn/kernel';
import { nodeTypeOf, type NodeSpec } from '@sojourn/plugin-sdk';
import { schemaIssues } from '@sojourn/journey';
import { beside, call, manifestOf, type Bench, type CallOptions } from '../bench.js';
import { result, type Check } from '../check.js';
import type { Fixture, MigrationPair } from '../fixture.js';
import { isSame } from '../matches.js';

/** Every step from one type version to the next has a pair; the last meets the schema; what nothing is lost of stays as it is. */
export const migrations: Check = {
  name: 'migrations',
  async run(bench) {
    const problems: string[] = [];
    let looked = 0;
    for (const node of bench.project.manifest.nodes) {
      const pairs = bench.migrations.filter((one) => one.node === node.type);
      for (let from = 1; from < node.typeVersion; from++) {
        if (!pairs.some((pair) => pair.from === from && pair.to === from + 1))
          problems.push(`${node.type}: no pair for version ${from} to ${from + 1} in tests/migrations/*.json`);
      }
      if (node.typeVersion > 1 && !(node.hooks ?? []).includes('migrate'))
        problems.push(`${node.type}: typeVersion is ${node.typeVersion}, so "hooks" must name "migrate"`);
      for (const pair of pairs) {
        looked += 1;
        const { file, from, to } = pair;
        if (to !== from + 1 || to > node.typeVersion) {
          problems.push(`${file}: it goes from version ${from} to ${to}; a pair is one step, to ${node.typeVersion} at most (typeVersion)`); // prettier-ignore
          continue;
        }
        problems.push(...(await pairProblems(bench, node, pair)));
      }
    }
    return result('migrations', looked, 'pairs', problems);
  },
};

async function pairProblems(bench: Bench, node: NodeSpec, pair: MigrationPair): Promise<string[]> {
  const { file, from, to, before, after, lossy = [] } = pair;
  const migrated = await migrate(bench, node, before, from, to);
  if ('fault' in migrated) return [`${file}: ${migrated.fault}`];
  const problems: string[] = [];
  const { config, lost } = migrated;
  if (!isSame(config, after)) problems.push(`${file}: it became ${JSON.stringify(config)}, expected ${JSON.stringify(after)}`); // prettier-ignore
  if (!isSame([...lost].sort(), [...lossy].sort()))
    problems.push(`${file}: it tells ${JSON.stringify(lost)} to be lost, expected ${JSON.stringify(lossy)}`);
  if (to === node.typeVersion) {
    const flat = manifestOf(bench, node.type);
    const issues = [...schemaIssues(node.config, config, 'config', ''), ...(nodeTypeOf(flat).check?.(config) ?? [])];
    problems.push(
      ...issues.map(({ pointer, message }) => `${file}: ${pointer || '/'} of the new config: ${message.en}`),
    );
  }
  // Where nothing is lost, a config that was migrated already is not changed by doing it again.
  const again = await migrate(bench, node, config, to, to);
  if (lost.length === 0 && !('fault' in again) && !isSame(again.config, config))
    problems.push(`${file}: migrated from version ${to} to ${to} it changes; it must stay as it is`);
  problems.push(...(await impurities(bench, node, pair)));
  return problems;
}

/** The function is handed a config and nothing else: the same, whenever and however often it is asked. */
async function impurities(bench: Bench, node: NodeSpec, { file, from, to, before }: MigrationPair): Promise<string[]> {
  const first = await migrate(bench, node, before, from, to);
  if ('fault' in first) return [];
  const said = (one: typeof first | { readonly fault: string }): Json => ('fault' in one ? one.fault : { config: one.config, lost: one.lost }); // prettier-ignore
  const on = beside();
  try {
    const ways: readonly (readonly [how: string, more: CallOptions])[] = [
      ['the second time in one process, so it keeps something', { on }],
      ['on another day, so it looks at a clock', { at: 400 * 24 * 60 * 60_000 }],
      ['with other dice, so it draws lots', { seed: 'test:other dice' }],
    ];
    await migrate(bench, node, before, from, to, { on });
    for (const [how, more] of ways) {
      const other = await migrate(bench, node, before, from, to, more);
      if (!isSame(said(first), said(other))) return [`${file}: migrate of ${node.type} is not pure: it answers otherwise ${how}; it may use nothing but the config and the step`]; // prettier-ignore
    }
    return [];
  } finally {
    await on.close();
  }
}

async function migrate(
  bench: Bench,
  node: NodeSpec,
  config: JsonObject,
  from: number,
  to: number,
  more: CallOptions = {},
) {
  const fixture: Fixture = { file: '', node: node.type, config, items: [] };
  const answer = await call(bench, fixture, { entry: 'migrate', input: { from, to } }, more);
  if ('fault' in answer) return answer;
  const { config: made, lossy = [] } = (answer.value ?? {}) as unknown as { config?: JsonObject; lossy?: { pointer: string }[] }; // prettier-ignore
  if (made === undefined) return { fault: 'migrate answered no { config }' };
  return { config: made, lost: lossy.map(({ pointer }) => pointer) };
}
