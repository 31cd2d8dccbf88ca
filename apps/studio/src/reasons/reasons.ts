import { formatInstant } from '@sojourn/ui';
import type { TFunction } from 'i18next';
import type { Manifest, Why } from '../api/types.js';
import { fill, localText } from '../i18n/local-text.js';
import type { Language } from '../i18n/resources.js';
import { BY_HAND } from './by-hand.js';
import { drawnOutcome, type Drawing } from './drawing.js';

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
  const byHand = BY_HAND[why.code];
  if (byHand) return fill(localText(byHand, reader.language), why.params ?? {});
  const manifest = types.get(nodeType);
  const text = manifest?.reasons[why.code];
  if (!text) return why.code;
  return fill(localText(text, reader.language), readable(labelled(why.params ?? {}, manifest, reader), reader));
}

/** A param named like a choice of the config (`channel`) in the choice's words. */
function labelled(params: Why['params'] & object, manifest: Manifest, { language }: Reader): Record<string, unknown> {
  const fields = (manifest.config['properties'] ?? {}) as Readonly<Record<string, Choice | undefined>>;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const field = fields[name];
      const names = language === 'en' ? field?.['x-enumNames'] : field?.['x-zh-CN']?.enumNames;
      return [name, names?.[field?.enum?.indexOf(value) ?? -1] ?? value];
    }),
  );
}

interface Choice {
  readonly enum?: readonly unknown[];
  readonly 'x-enumNames'?: readonly string[];
  readonly 'x-zh-CN'?: { readonly enumNames?: readonly string[] };
}

/** The way out's name as drawn; before the drawing is there, the label that the reason carries, else the id. */
export function outcomeLabel(
  types: NodeTypes,
  step: {
    readonly nodeType: string;
    readonly nodeId: string;
    readonly outcome: string;
    readonly whys?: readonly Why[];
  },
  drawing: Drawing,
  language: Language,
): string {
  const drawn = drawnOutcome(types.get(step.nodeType), drawing.config(step.nodeId), step.outcome, language);
  if (drawn !== undefined) return drawn;
  const params = step.whys?.at(-1)?.params;
  const told = params?.['branch'] ?? params?.['arm'];
  return typeof told === 'string' && told !== '' ? told : step.outcome;
}

export function outcomeTone(types: NodeTypes, nodeType: string, outcome: string): 'good' | 'bad' | 'neutral' {
  const spec = types.get(nodeType)?.outcomes.find((one) => one.id === outcome);
  return spec?.tone ?? 'neutral';
}

const ENDS = ['finished', 'goal', 'exit', 'unconnected', 'removed', 'failed'] as const;

export interface RunEnd {
  readonly endReason: string;
  /** A rule's id, an outcome's id, or words, as the reason goes. */
  readonly endDetail: string | null;
  readonly nodeId?: string;
  readonly nodeType?: string | undefined;
}

/** Why a run is over: the engine's own reasons, with the detail in the drawing's words where it has some. */
export function endText(t: TFunction, end: RunEnd, types: NodeTypes, drawing: Drawing, language: Language): string {
  const { endReason, endDetail, nodeId, nodeType } = end;
  if (!(ENDS as readonly string[]).includes(endReason)) return endDetail ? `${endReason}: ${endDetail}` : endReason;
  if (!endDetail) return t(`end.${endReason}.plain`);
  return t(`end.${endReason}.with`, { detail: words() });

  function words(): string {
    const detail = endDetail ?? '';
    if (endReason === 'goal' || endReason === 'exit') return drawing.exitName(detail) || detail;
    if (endReason === 'unconnected' && nodeId && nodeType) {
      return outcomeLabel(types, { nodeType, nodeId, outcome: detail }, drawing, language);
    }
    return detail;
  }
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
