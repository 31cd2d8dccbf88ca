import { LocalTextDto } from '../../http/error.dto.js';
import {
  AnyObject,
  Choice,
  Counts,
  Flag,
  Int,
  IntList,
  Moment,
  Nested,
  NestedList,
  Decimal,
  Text,
  TextList,
} from '../../http/fields.js';

/** The most contacts of one run. */
export const MOST_CONTACTS = 100;

export class ScriptOutcome {
  @Text({ max: 40 }) id!: string;
  @Text({ optional: true, max: 40 }) label?: string;
}

export class ScriptToRun {
  @Text({ min: 0, max: 65_536, description: 'The body of `async (contact, context, log) => { ... }`.' })
  source!: string;
  @NestedList(() => ScriptOutcome, { maxItems: 20 }) outcomes!: ScriptOutcome[];
  @TextList({ optional: true, maxItems: 300, description: 'Fields it may read; all of them when absent.' })
  reads?: string[];
  @Int({ optional: true, min: 10, max: 2_000, description: 'CPU milliseconds for each contact; 250 by default.' })
  timeoutMs?: number;
  @Int({ optional: true, min: 16, max: 128, description: '32 by default.' }) memoryMb?: number;
}

export class PluginToRun {
  @AnyObject({ description: '`plugin.json`, version 1.' }) manifest!: Record<string, unknown>;
  @Text({
    optional: true,
    max: 1_000_000,
    description: 'The bundle, as `sojourn plugin build` makes it; absent when the node is declarative.',
  })
  code?: string;
  @Text({ max: 64, description: 'Type of a node of the manifest: `forecast`.' }) type!: string;
  @AnyObject({ optional: true, description: "The node's config; its defaults when absent." })
  config?: Record<string, unknown>;
}

export class InstalledToRun {
  @Text({ max: 130, description: 'Qualified type of a node of an installed plugin: `acme.weather/forecast`.' })
  type!: string;
  @AnyObject({ optional: true, description: "The node's config; its defaults when absent." })
  config?: Record<string, unknown>;
}

export class SampleChoice {
  @IntList({ optional: true, maxItems: MOST_CONTACTS, description: 'These contacts, in this order.' }) ids?: number[];
  @AnyObject({ optional: true, description: 'The newest contacts that meet this condition.' })
  segment?: Record<string, unknown>;
  @Int({ optional: true, min: 1, max: MOST_CONTACTS, description: 'How many at most, 10 by default.' }) newest?: number;
}

export class SampleEvent {
  @Text({ max: 200 }) type!: string;
  @AnyObject({
    optional: true,
    description: "Its payload; when absent, each contact's newest event of this type, and none for who has none.",
  })
  properties?: Record<string, unknown>;
}

export class PretendedAnswer {
  @Int({ min: 100, max: 599 }) status!: number;
  @AnyObject({ optional: true, description: 'JSON that the other side would answer.' }) body?: Record<string, unknown>;
}

export class WorkbenchRunRequest {
  @Nested(() => ScriptToRun, { optional: true }) script?: ScriptToRun;
  @Nested(() => PluginToRun, { optional: true }) plugin?: PluginToRun;
  @Nested(() => InstalledToRun, { optional: true }) installed?: InstalledToRun;
  @Nested(() => SampleChoice) contacts!: SampleChoice;
  @Nested(() => SampleEvent, { optional: true, description: 'The event that let them in.' }) event?: SampleEvent;
  @AnyObject({ optional: true, description: 'What earlier nodes left: `{ "coupon": { "code": "A1" } }`.' })
  variables?: Record<string, unknown>;
  @Nested(() => PretendedAnswer, {
    optional: true,
    description: 'What every HTTP call is answered: nothing leaves the house in the workbench.',
  })
  pretend?: PretendedAnswer;
}

export class TriedChanges {
  @AnyObject({ description: 'Attributes that would be written.' }) set!: Record<string, unknown>;
  @TextList() unset!: string[];
  @TextList() addTags!: string[];
  @TextList() removeTags!: string[];
}

export class TriedError {
  @Text({ description: 'A reason of the node, or `fault`.' }) code!: string;
  @Nested(() => LocalTextDto) message!: LocalTextDto;
  @Int({ nullable: true, description: 'Line of the script, from 1.' }) line!: number | null;
}

export class TriedContact {
  @Int() id!: number;
  @Text({ nullable: true }) name!: string | null;
  @Choice(['to', 'wait', 'retry', 'ask', 'drop', 'fail', 'fault'], { description: 'What the node decided.' })
  verb!: string;
  @Text({ nullable: true }) outcome!: string | null;
  @Nested(() => TriedChanges) changes!: TriedChanges;
  @AnyObject({ description: 'Variables for later nodes.' }) output!: Record<string, unknown>;
  @TextList({ max: 2_000 }) log!: string[];
  @Nested(() => TriedError, { nullable: true }) error!: TriedError | null;
  @AnyObject({ description: 'What it was handed of the contact and of the run.' }) input!: Record<string, unknown>;
}

export class TriedTotals {
  @Int() contacts!: number;
  @Int() errors!: number;
  @Decimal({ description: 'Milliseconds for all of them, the start of the sandbox not counted.' }) ms!: number;
  @Decimal({ description: 'Microseconds for each contact.' }) usPerContact!: number;
  @Counts({ description: 'Contacts by outcome.' }) outcomes!: Record<string, number>;
}

export class WorkbenchRun {
  @Moment({ description: 'What `at` was.' }) at!: number;
  @NestedList(() => TriedContact) contacts!: TriedContact[];
  @Nested(() => TriedTotals) totals!: TriedTotals;
  @TextList({ max: 2_000, description: 'Lines of the whole batch, where they belong to nobody alone.' }) log!: string[];
  @Flag({ description: 'Whether HTTP calls were answered with made-up answers.' }) pretended!: boolean;
}
