import type { LocalText } from '@sojourn/kernel';

/** Words of what the interpreter itself says of a node without code; a manifest may have words of its own for these codes. */
export const DECLARATIVE_REASONS: { readonly [code: string]: LocalText } = {
  'answer-unexpected': {
    en: 'The answer (status {status}) fits none of the cases.',
    'zh-CN': '返回结果（状态 {status}）不符合任何一种情况。',
  },
  'no-answer': { en: 'No answer came: {message}', 'zh-CN': '没有收到返回：{message}' },
  'value-missing': {
    en: 'The request could not be made: {hole} has no value that can be used.',
    'zh-CN': '无法发出请求：{hole} 没有可用的值。',
  },
};
