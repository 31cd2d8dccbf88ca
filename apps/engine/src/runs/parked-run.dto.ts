import { Choice, Int, IntList, Moment, Nested, NestedList, QueryInt, Text } from '../http/fields.js';
import { LocalTextDto } from '../http/error.dto.js';
import { ContactName } from '../journeys/journey.dto.js';

export const REPAIRS = ['retry', 'skip', 'move', 'end'] as const;
export type RepairAction = (typeof REPAIRS)[number];

export class ParkedQuery {
  @QueryInt({ optional: true, min: 1, description: "Only this journey's." }) journey?: number;
  @Text({ optional: true, max: 64, description: 'Only those at this node; needs `journey`.' }) node?: string;
  @QueryInt({ optional: true, min: 1, description: 'Only this run.' }) run?: number;
  @Text({ optional: true, min: 0, description: 'Part of the name, e-mail or phone of the contact.' }) search?: string;
  @Text({ optional: true, max: 64 }) cursor?: string;
  @QueryInt({ optional: true, min: 1, max: 1_000, description: 'Rows of a page, 50 by default.' }) limit?: number;
}

export class WayOut {
  @Text({ max: 191 }) outcome!: string;
  @Nested(() => LocalTextDto) label!: LocalTextDto;
  @Text({ nullable: true, max: 64, description: 'The next node; null: the run would end.' }) to!: string | null;
}

export class ParkedNode {
  @Text({ max: 64 }) id!: string;
  @Text({ nullable: true, description: 'Null when the drawing has no such node.' }) type!: string | null;
  @Text({ nullable: true }) title!: string | null;
  @NestedList(() => WayOut, { description: 'The ways out that a skip can choose from.' }) waysOut!: WayOut[];
}

export class ParkedJourney {
  @Int() id!: number;
  @Text({ nullable: true, description: 'Null when the journey was deleted.' }) name!: string | null;
}

export class ParkedRunView {
  @Int() id!: number;
  @Nested(() => ParkedJourney) journey!: ParkedJourney;
  @Int({ nullable: true, description: 'Number of the version the run stands on.' }) version!: number | null;
  @Nested(() => ContactName) contact!: ContactName;
  @Nested(() => ParkedNode) node!: ParkedNode;
  @Moment({ description: 'When it was parked.' }) since!: number;
  @Text({ min: 0, max: 1_000, description: 'What went wrong, as the engine or the node said it.' }) reason!: string;
}

export class JourneyWithParked extends ParkedJourney {
  @Int({ description: 'Parked runs.' }) count!: number;
}

export class ParkedPage {
  @NestedList(() => ParkedRunView, { description: 'Last parked first.' }) items!: ParkedRunView[];
  @Text({ nullable: true, description: 'Cursor of the next page.' }) next!: string | null;
  @Int({ description: 'Parked runs that meet the filter.' }) total!: number;
  @NestedList(() => JourneyWithParked, { description: 'All journeys with parked runs, most first.' })
  journeys!: JourneyWithParked[];
}

export class RepairRequest {
  @IntList({ minItems: 1, maxItems: 1_000 }) runIds!: number[];
  @Choice(REPAIRS, {
    description:
      '`retry`: the step is tried again; `skip`: the run goes on by an outcome of the step; `move`: it goes on at another node of its version; `end`: it is over, with the reason `removed`.',
  })
  action!: RepairAction;
  @Text({ optional: true, max: 191, description: 'Of a `skip`: the way out.' }) outcome?: string;
  @Text({ optional: true, max: 64, description: 'Of a `move`: where to.' }) nodeId?: string;
}

export const REFUSALS = [
  'not-found',
  'not-parked',
  'journey-over',
  'version-gone',
  'no-such-outcome',
  'no-such-node',
  'same-node',
] as const;

export class RefusedRepair {
  @Int() runId!: number;
  @Choice(REFUSALS, {
    description:
      '`not-found`: no such run in this workspace; `not-parked`: somebody was faster; `journey-over`: the journey is archived or deleted, the run can only be ended; `version-gone`: its drawing is not there; `no-such-outcome`, `no-such-node`, `same-node`: not possible where this run stands.',
  })
  code!: string;
}

export class RepairResult {
  @Int() repaired!: number;
  @NestedList(() => RefusedRepair) refused!: RefusedRepair[];
}
