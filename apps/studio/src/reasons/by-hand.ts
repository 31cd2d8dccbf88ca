import type { LocalText } from '../i18n/local-text.js';

/** What the trace of a run says where somebody moved it who is not the step: a person (`by` is their name), or the engine for its plugin. */
export const BY_HAND: Readonly<Record<string, LocalText>> = {
  'repair.retry': { en: '{by} let it be tried again.', 'zh-CN': '由 {by} 手动重试。' },
  'repair.skip': { en: '{by} skipped this step.', 'zh-CN': '由 {by} 手动跳过此步骤。' },
  'repair.move': { en: '{by} moved this person on from here.', 'zh-CN': '由 {by} 从这里手动移走。' },
  'repair.end': { en: '{by} ended the journey here.', 'zh-CN': '由 {by} 在这里手动结束旅程。' },
  'repair.plugin-back': {
    en: 'The plugin {plugin} is back: this step was tried again.',
    'zh-CN': '插件 {plugin} 已恢复，自动重试了此步骤。',
  },
  'plugin-unavailable': {
    en: 'The plugin {plugin} could not be used ({state}), so the step counts as failed.',
    'zh-CN': '插件 {plugin} 不可用（{state}），此步骤按失败处理。',
  },
  'plugin-fault': {
    en: 'The plugin {plugin} failed ({message}), so the step counts as failed.',
    'zh-CN': '插件 {plugin} 执行出错（{message}），此步骤按失败处理。',
  },
  'plugin-again': { en: 'The plugin could not answer yet: {why}', 'zh-CN': '插件暂时无法响应：{why}' },
};
