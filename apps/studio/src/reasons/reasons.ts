import { formatInstant } from '@sojourn/ui';
import type { TFunction } from 'i18next';
import type { Manifest, Why } from '../api/types.js';
import { fill, localText, type LocalText } from '../i18n/local-text.js';
import type { Language } from '../i18n/resources.js';

/** Node types by name, as the engine tells them. */
export type NodeTypes = ReadonlyMap<string, Manifest>;

export interface Reader {
  readonly language: Language;
  /** IANA zone in which moments inside a reason are told: the contact's where it has one. */
  readonly timeZone: string;
}

/** Why a node did what it did, in its plugin's words; a code nobody has words for is shown as it is. */
export function whyText(types: NodeTypes, nodeType: string, why: Why | null, reader: Reader): string | undefined {
  if (!why) return undefined;
  const text = types.get(nodeType)?.reasons[why.code];
  return text ? fill(localText(text, reader.language), readable(why.params ?? {}, reader)) : why.code;
}

/** The way out's name: fixed ones from the manifest, drawn ones (branches, arms) by the label the reason carries. */
export function outcomeLabel(types: NodeTypes, nodeType: string, outcome: string, why: Why | null, reader: Reader): string {
  for (const spec of types.get(nodeType)?.outcomes ?? []) {
    // A fixed outcome has a text of its own; a drawn one (`each`) names the property of the config that holds it.
    if (spec.each === undefined && spec.id === outcome) return localText(spec.label as LocalText, reader.language);
  }
  const drawn = why?.params?.['branch'] ?? why?.params?.['arm'];
  return typeof drawn === 'string' && drawn !== '' ? drawn : outcome;
}

export function outcomeTone(types: NodeTypes, nodeType: string, outcome: string): 'good' | 'bad' | 'neutral' {
  const spec = types.get(nodeType)?.outcomes.find((one) => one.id === outcome);
  return spec?.tone ?? 'neutral';
}

const ENDS = ['finished', 'goal', 'exit', 'unconnected', 'removed', 'failed'] as const;

/** Why a run is over: the engine's own reasons, with the detail (a goal's name, an outcome, a failure) where there is one. */
export function endText(t: TFunction, reason: string, detail: string | null): string {
  if (!(ENDS as readonly string[]).includes(reason)) return detail ? `${reason}: ${detail}` : reason;
  return detail ? t(`end.${reason}.with`, { detail }) : t(`end.${reason}.plain`);
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Moments among the params (ISO instants) in the reader's zone and language. */
function readable(params: Readonly<Record<string, unknown>>, reader: Reader): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && ISO.test(value)
        ? formatInstant(Date.parse(value), reader.timeZone, reader.language, 'short')
        : value,
    ]),
  );
}
