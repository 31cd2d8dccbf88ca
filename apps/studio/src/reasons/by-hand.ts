import type { LocalText } from '../i18n/local-text.js';

/** What the trace of a run says where a person and not a step moved it; `by` is their name. */
export const BY_HAND: Readonly<Record<string, LocalText>> = {
  'repair.retry': { en: '{by} let it be tried again.', 'zh-CN': '由 {by} 手动重试。' },
  'repair.skip': { en: '{by} skipped this step.', 'zh-CN': '由 {by} 手动跳过此步骤。' },
  'repair.move': { en: '{by} moved this person on from here.', 'zh-CN': '由 {by} 从这里手动移走。' },
  'repair.end': { en: '{by} ended the journey here.', 'zh-CN': '由 {by} 在这里手动结束旅程。' },
};
