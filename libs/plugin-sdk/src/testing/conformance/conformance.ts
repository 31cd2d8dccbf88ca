import { schemaIssues } from '@sojourn/journey';
import type { JsonObject } from '@sojourn/kernel';
import { nodeManifestOf } from '../../node-manifests.js';
import { nodeTypeOf } from '../../node-type.js';
import type { PluginManifest } from '../../plugin-manifest.js';
import { project } from '../../projection/project.js';
import { projectionOf } from '../../projection/projection.js';
import { decisionFaults } from '../decision-faults.js';
import { itemOf } from '../items.js';
import type { VisitBuilder } from '../visit.js';
import { answerText, differences } from './differences.js';
import type { ConformanceAnswer, ConformanceBatch, ConformanceRunner } from './runner.js';

/** Items that a node is asked about in one batch. Three or more of different kinds show the most. */
export interface ConformanceFixture {
  readonly name: string;
  /** The node type within the plugin. */
  readonly node: string;
  readonly config: JsonObject;
  readonly visits: readonly VisitBuilder[];
}

/**
 * - `answered` every item once, by declared outcomes, with words for its reasons
 * - `equal` both runners answer every item alike
 * - `split` an item is answered alike whoever else is in its batch
 * - `order` and wherever it stands in it
 * - `state` nothing of a batch is left for the next
 * - `determinism` the same batch is answered alike twice
 */
export type ConformanceCheck = 'answered' | 'equal' | 'split' | 'order' | 'state' | 'determinism';

export interface ConformanceRow {
  readonly fixture: string;
  readonly node: string;
  readonly check: ConformanceCheck;
  /** What is wrong, in English; `[]` for nothing. */
  readonly faults: readonly string[];
}

/**
 * Holds a plugin to the contract in two ways of running it, for example in process and in the sandbox. Fixtures whose config breaks the
 * manifest throw. Every fixture is run by both about a dozen times.
 */
export async function conformance(
  plugin: PluginManifest,
  runners: readonly [ConformanceRunner, ConformanceRunner],
  fixtures: readonly ConformanceFixture[],
): Promise<readonly ConformanceRow[]> {
  const rows: ConformanceRow[] = [];
  for (const [index, fixture] of fixtures.entries()) {
    // Another batch than this one, to leave something behind.
    const other = fixtures[(index + 1) % fixtures.length] ?? fixture;
    rows.push(...(await rowsOf(plugin, runners, fixture, other)));
  }
  return rows;
}

async function rowsOf(
  plugin: PluginManifest,
  runners: readonly [ConformanceRunner, ConformanceRunner],
  fixture: ConformanceFixture,
  other: ConformanceFixture,
): Promise<ConformanceRow[]> {
  const { name, node, visits } = fixture;
  const all = visits.map((_, place) => place);
  const row = (check: ConformanceCheck, faults: readonly string[]): ConformanceRow => ({ fixture: name, node, check, faults }); // prettier-ignore
  const [expected, ...others] = await Promise.all(
    runners.map(async (runner) => ({ runner, answers: await runner.run(batchOf(plugin, fixture, all)) })),
  );
  const both = [expected!, ...others]; // two runners
  /** Answers of batches made otherwise, against those of the whole one, for each runner. */
  const again = async (batches: readonly (readonly number[])[]): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const { runner, answers } of both) {
      for (const places of batches) {
        const given = await runner.run(batchOf(plugin, fixture, places));
        found.push(...differences(runner.name, places.map((place) => answers[place]), given, places)); // prettier-ignore
      }
    }
    return found;
  };
  const middle = all.length >> 1;
  const halves = [all.slice(0, middle), all.slice(middle)].filter((half) => half.length > 0);
  return [
    row(
      'answered',
      both.flatMap(({ runner, answers }) => unsound(plugin, fixture, runner.name, answers)),
    ),
    row('equal', others.flatMap(({ runner, answers }) => differences(`${both[0]!.runner.name} and ${runner.name}`, both[0]!.answers, answers, all))), // prettier-ignore
    row('split', await again([...halves, ...all.map((place) => [place])])),
    row('order', await again([all.toReversed(), [...all.slice(1), ...all.slice(0, 1)]])),
    row('state', await stateFaults(plugin, both, other, () => again([all]))),
    row('determinism', await again([all, all])),
  ];
}

async function stateFaults(
  plugin: PluginManifest,
  both: readonly { readonly runner: ConformanceRunner }[],
  other: ConformanceFixture,
  afterwards: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const between = batchOf(plugin, other, other.visits.map((_, place) => place)); // prettier-ignore
  for (const { runner } of both) await runner.run(between);
  return afterwards();
}

/** The fixture's items at these places, numbered as a batch of their own. */
function batchOf(plugin: PluginManifest, fixture: ConformanceFixture, places: readonly number[]): ConformanceBatch {
  const { node, config, visits } = fixture;
  const manifest = nodeManifestOf(plugin, node);
  const type = nodeTypeOf(manifest);
  const faults = [...schemaIssues(type.configSchema, config, 'config', ''), ...(type.check?.(config) ?? [])];
  if (faults.length > 0) throw new Error(`The config of "${fixture.name}" breaks the manifest: ${faults.map(({ message }) => message.en).join(' ')}`); // prettier-ignore
  const projection = projectionOf(manifest, config);
  // Runs of their own, whatever batch they are in.
  const items = places.map((place, key) => itemOf(key, { ...visits[place]!.written, runId: place + 1 }));
  return { node, nodeId: 'n1', config, items, data: items.map((item) => project(item, projection)) };
}

function unsound(
  plugin: PluginManifest,
  { node, config }: ConformanceFixture,
  runner: string,
  answers: readonly ConformanceAnswer[],
): readonly string[] {
  const manifest = nodeManifestOf(plugin, node);
  const outcomes = nodeTypeOf(manifest).outcomes(config);
  return answers.flatMap((answer, place) => {
    const found = 'fault' in answer ? [answerText(answer)] : decisionFaults(manifest, outcomes, answer.decision);
    return found.map((fault) => `${runner}, item ${place}: ${fault}`);
  });
}
