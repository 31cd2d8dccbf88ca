import type { LocalText } from '@sojourn/kernel';

/** What a version with the change must be raised by. */
export type ChangeClass = 'major' | 'minor' | 'patch';

export interface ManifestChange {
  readonly class: ChangeClass;
  /** JSON pointer into the newer manifest, or into the older one for what is gone. */
  readonly pointer: string;
  readonly words: LocalText;
}

export const change = (kind: ChangeClass, pointer: string, en: string, zh: string): ManifestChange => ({
  class: kind,
  pointer,
  words: { en, 'zh-CN': zh },
});

/** The gravest of them; `patch` when there are none. */
export function gravest(changes: readonly ManifestChange[]): ChangeClass {
  const order: readonly ChangeClass[] = ['major', 'minor', 'patch'];
  return order.find((kind) => changes.some((one) => one.class === kind)) ?? 'patch';
}
