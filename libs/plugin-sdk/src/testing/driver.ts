import type { Json, JsonObject } from '@sojourn/kernel';
import { toLocal } from '@sojourn/kernel/schedule';
import { schemaIssues } from '@sojourn/journey';
import type { Reads } from '@sojourn/rules';
import type { Manifest } from '../manifest.js';
import type { Answers } from '../answers.js';
import { bareContext } from '../bare-context.js';
import { answersOf } from '../execute.js';
import type { Decision } from '../decision.js';
import type { NodeProgram } from '../node.js';
import { nodeTypeOf } from '../node-type.js';
import { itemFrom } from '../projection/item-from.js';
import { project } from '../projection/project.js';
import { projectionOf } from '../projection/projection.js';
import { decisionFaults } from './decision-faults.js';
import { itemOf } from './items.js';
import type { VisitBuilder } from './visit.js';

/** Runs a node as the engine would and holds it to its manifest. Throws, with words, when it breaks it. */
export interface NodeDriver {
  one(config: JsonObject, visit: VisitBuilder): Decision;
  /** In the order of the visits. */
  many(config: JsonObject, visits: readonly VisitBuilder[]): readonly Decision[];
  /** For a node that answers later. */
  later(config: JsonObject, visits: readonly VisitBuilder[]): Promise<readonly Decision[]>;
  /** Contacts in, ways out: `{ ana: 'done', bo: 'wait until 2026-03-03T09:00' }`, local times. Each row is a contact and run of its own. */
  table(config: JsonObject, visits: { readonly [name: string]: VisitBuilder }): { readonly [name: string]: string };
  /** The ids of the outcomes that the manifest draws for a config. */
  outcomes(config: JsonObject): readonly string[];
  /** What the manifest declares to read for a config. */
  reads(config: JsonObject): Reads;
}

export interface DriverOptions {
  readonly nodeId?: string;
}

// The driver has no static knowledge of a node's config; it holds every config to the manifest's schema instead.
type AnyProgram = NodeProgram<never, Json>;

export function driver(manifest: Manifest, node: AnyProgram, { nodeId = 'n1' }: DriverOptions = {}): NodeDriver {
  const type = nodeTypeOf(manifest);
  const program = node as unknown as NodeProgram;

  const run = (config: JsonObject, visits: readonly VisitBuilder[]): Answers | Promise<Answers> => {
    const faults = [...schemaIssues(type.configSchema, config, 'config', ''), ...(type.check?.(config) ?? [])];
    if (faults.length > 0)
      throw new Error(
        `The config breaks the manifest: ${faults.map(({ pointer, message }) => `${pointer} ${message.en}`).join(' ')}`,
      );
    const projection = projectionOf(manifest, config);
    const items = visits.map(({ written }, key) => itemFrom(project(itemOf(key, written), projection)));
    return answersOf(program, bareContext({ nodeId }), { config, nodeId, items });
  };
  const checked = (config: JsonObject, { decisions, faults }: Answers): readonly Decision[] => {
    const given = decisions.filter((decision) => decision !== undefined);
    const outcomes = type.outcomes(config);
    const broken = [
      ...faults.map(({ message }) => message),
      ...given.flatMap((decision) => decisionFaults(manifest, outcomes, decision)),
    ];
    if (broken.length > 0) throw new Error(`The node breaks its contract: ${broken.join(' ')}`);
    return given;
  };
  const many = (config: JsonObject, visits: readonly VisitBuilder[]): readonly Decision[] => {
    const answers = run(config, visits);
    if (answers instanceof Promise) throw new Error('This node answers later: ask it by `later`.');
    return checked(config, answers);
  };

  return {
    many,
    later: async (config, visits) => checked(config, await run(config, visits)),
    // One visit in, and `many` has checked that one decision came out.
    one: (config, visit) => many(config, [visit])[0]!,
    table: (config, visits) => {
      const names = Object.keys(visits);
      const rows = Object.values(visits).map((row, index) =>
        row.written.contact.id === 1 ? row.withContact({ id: index + 1 }) : row,
      );
      return Object.fromEntries(
        many(config, rows).map((decision, index) => [
          names[index],
          wayOf(decision, rows[index]?.written.timeZone ?? 'UTC'),
        ]),
      );
    },
    outcomes: (config) => type.outcomes(config).map(({ id }) => id),
    reads: (config) => type.reads(config),
  };
}

function wayOf(decision: Decision, zone: string): string {
  switch (decision.do) {
    case 'to':
      return decision.outcome;
    case 'wait': {
      const events = (decision.events ?? []).map(({ event }) => event).join(', ');
      const parts = [
        ...(decision.until === undefined ? [] : [`until ${shortLocal(decision.until, zone)}`]),
        ...(events === '' ? [] : [`for ${events}`]),
      ];
      return ['wait', ...parts].join(' ');
    }
    case 'ask':
      return `ask ${decision.ask.kind}`;
    case 'retry':
      return `retry after ${decision.after} ms`;
    case 'drop':
      return 'drop';
    case 'fail':
      return `fail ${decision.why.code}`;
  }
}

function shortLocal(at: number, zone: string): string {
  return toLocal(at, zone).replace(/(:00)?\.000$/, '');
}
