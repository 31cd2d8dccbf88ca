import type { TFunction } from 'i18next';
import { fill, localText } from '../../i18n/local-text.js';
import type { Language } from '../../i18n/resources.js';
import type { NodeTypes } from '../../reasons/reasons.js';

export interface ReasonWords {
  /** What happened, for a person. */
  readonly words: string;
  /** What the engine or the node said itself, where that is more. */
  readonly detail: string | undefined;
  /** The plugin that cannot be used: its page is where it is mended. */
  readonly plugin?: string;
}

/** What the engine says of a run that it cannot move, by how the sentence begins; the rest is detail. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^node \S+ \(([^)]*)\) threw: ([\s\S]*)$/, 'threw'],
  [/^node \S+ \(([^)]*)\) decided what cannot be carried out: ([\s\S]*)$/, 'decided'],
  [/^no plugin is installed for node type (\S+)()$/, 'noPlugin'],
  [/^plugin-unavailable: (\S+) (\S+)$/, 'pluginAway'],
  [/^plugin-fault: (\S+) at node \S+: ([\s\S]*)$/, 'pluginFault'],
  [/^(moved \d+ times) without waiting()/, 'circle'],
  [/^(could not be saved): ([\s\S]*)$/, 'notSaved'],
  [/^(could not be answered): ([\s\S]*)$/, 'notAnswered'],
  [/^(contact \d+) is not there any more()$/, 'noContact'],
  [/^(node \S+) of version \d+ is not there any more()$/, 'noNode'],
  [/^(version \d+) is not in the database()$/, 'noVersion'],
];

/**
 * Why a run was parked, in plain words: the engine's own sentences, else a reason of the step's plugin (`missing`, with its
 * facts as JSON or a message behind a colon), else what was said as it is.
 */
export function reasonWords(
  reason: string,
  nodeType: string | null,
  {
    t,
    types,
    language,
  }: { readonly t: TFunction<'attention'>; readonly types: NodeTypes; readonly language: Language },
): ReasonWords {
  for (const [sentence, key] of SENTENCES) {
    const found = sentence.exec(reason);
    if (!found) continue;
    const type = found[1] ?? '';
    if (key === 'pluginAway') {
      const state = t(`plugins:ghost.${found[2]}`, { defaultValue: found[2] });
      return {
        words: [state, t('reason.pluginAway')].join(language === 'zh-CN' ? '。' : '. '),
        detail: undefined,
        plugin: type,
      };
    }
    const step = localText(types.get(type)?.title, language) || type;
    return { words: t(`reason.${key}`, { step }), detail: found[2] || undefined };
  }
  const [, code = reason, said = ''] = /^([a-z][\w-]*)(?:: ([\s\S]*))?$/.exec(reason) ?? [];
  const text = types.get(nodeType ?? '')?.reasons[code];
  if (text) {
    const params = factsIn(said);
    return { words: fill(localText(text, language), params ?? {}), detail: params ? undefined : said || undefined };
  }
  return reason ? { words: t('reason.other'), detail: reason } : { words: t('reason.unknown'), detail: undefined };
}

function factsIn(text: string): Record<string, string | number | boolean> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, string | number | boolean>; // the engine wrote a reason's params
  } catch {
    return undefined; // cut off, or braces of somebody's message
  }
}
