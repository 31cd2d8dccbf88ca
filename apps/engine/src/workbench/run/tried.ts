import type { JsonObject, LocalText } from '@sojourn/kernel';
import { reasonOf, type Manifest } from '@sojourn/plugin-sdk';
import type { ContactPatch, Decision } from '@sojourn/plugin-sdk/engine';
import type { TriedChanges, TriedContact, TriedError, TriedTotals } from './run.dto.js';
import type { Sample } from './sample.service.js';

export interface OneTry {
  readonly sample: Sample;
  readonly decision?: Decision | undefined;
  /** Why there is no decision. */
  readonly fault?: string;
  readonly input: JsonObject;
  readonly log: readonly string[];
}

/** One line of the table: what the node decided for a contact, and what would have come of it. */
export function triedContact(one: OneTry, manifest: Manifest, errors: ReadonlySet<string>): TriedContact {
  const { sample, decision, fault, input, log } = one;
  const leaving = decision?.do === 'to' ? decision : undefined;
  return {
    id: sample.id,
    name: sample.name,
    verb: decision?.do ?? 'fault',
    outcome: leaving?.outcome ?? null,
    changes: changesOf(decision),
    output: { ...leaving?.output },
    log: [...log],
    error: decision ? errorOf(decision, manifest, errors) : faultOf(fault ?? 'The node gave no answer.'),
    input: { ...input },
  };
}

export function totalsOf(contacts: readonly TriedContact[], ms: number): TriedTotals {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of contacts) if (outcome !== null) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    contacts: contacts.length,
    errors: contacts.filter(({ error }) => error !== null).length,
    ms: rounded(ms),
    usPerContact: contacts.length === 0 ? 0 : Math.round((ms * 1_000) / contacts.length),
    outcomes,
  };
}

function changesOf(decision: Decision | undefined): TriedChanges {
  const effects = decision && 'effects' in decision ? (decision.effects ?? []) : [];
  const patches: ContactPatch[] = effects.filter((effect) => effect.kind === 'contact');
  if (decision?.do === 'to' && decision.patch) patches.push(decision.patch);
  return {
    set: Object.assign({}, ...patches.map(({ set }) => set ?? {})) as JsonObject,
    unset: patches.flatMap(({ unset = [] }) => unset),
    addTags: patches.flatMap(({ addTags = [] }) => addTags),
    removeTags: patches.flatMap(({ removeTags = [] }) => removeTags),
  };
}

function errorOf(decision: Decision, manifest: Manifest, errors: ReadonlySet<string>): TriedError | null {
  const why = 'why' in decision ? decision.why : undefined;
  if (!why || (!errors.has(why.code) && decision.do !== 'fail')) return null;
  const said = why.params?.['message'];
  return {
    code: why.code,
    message: { en: reasonOf(manifest, why, 'en'), 'zh-CN': reasonOf(manifest, why, 'zh-CN') },
    line: lineIn(typeof said === 'string' ? said : ''),
  };
}

/** A fault of the code itself, in the words of the sandbox. */
export function faultOf(message: string): TriedError {
  return { code: 'fault', message: both(message), line: lineIn(message) };
}

/** The sandbox ends the words of an error with the line of the script: `x is not defined (line 3)`. */
function lineIn(message: string): number | null {
  const line = Number(/\(line (\d+)\)\s*$/.exec(message)?.[1] ?? 0);
  return line >= 1 ? line : null;
}

function both(text: string): LocalText {
  return { en: text, 'zh-CN': text };
}

function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
