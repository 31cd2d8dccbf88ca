import type { LocalText } from '@sojourn/kernel';
export function wordsFor(_code: string, message: string, _details: object): LocalText { return { en: message, 'zh-CN': message }; }
