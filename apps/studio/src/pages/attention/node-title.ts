import { localText } from '../../i18n/local-text.js';
import type { Language } from '../../i18n/resources.js';
import type { NodeTypes } from '../../reasons/reasons.js';

/** What people call a step: its title, else its type's, else its id. */
export function nodeTitle(
  node: { readonly id: string; readonly type: string | null; readonly title?: string | null },
  types: NodeTypes,
  language: Language,
): string {
  return node.title || localText(types.get(node.type ?? '')?.title, language) || node.type || node.id;
}
