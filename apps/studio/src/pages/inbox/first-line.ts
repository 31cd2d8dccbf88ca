import type { InboxMessage } from '../../api/types.js';

const LENGTH = 120;

/** The beginning of what a reader will read, markup left out. For lists: as text only, never as markup. */
export function firstLine({ body, format }: Pick<InboxMessage, 'body' | 'format'>): string {
  if (format === 'text') return body.trim().slice(0, LENGTH);
  const text = new DOMParser().parseFromString(body, 'text/html');
  for (const unread of text.querySelectorAll('style, script, title, head')) unread.remove();
  return (text.body.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, LENGTH);
}
