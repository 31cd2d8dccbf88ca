import type { Issue, LocalText } from '@sojourn/kernel';

interface Where {
  readonly pointer: string;
  readonly nodeId?: string;
  readonly edgeId?: string;
}

export function error(code: string, where: Where, en: string, zh: string): Issue {
  return { severity: 'error', code, message: text(en, zh), ...where };
}

export function warning(code: string, where: Where, en: string, zh: string): Issue {
  return { severity: 'warning', code, message: text(en, zh), ...where };
}

/** A name as quoted in a sentence; a long one is cut. */
export function quoted(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}

function text(en: string, zh: string): LocalText {
  return { en, 'zh-CN': zh };
}
