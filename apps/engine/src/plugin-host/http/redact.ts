import type { Json } from '@sojourn/kernel';

const SHOWN = '[credential]';
/** Shorter ones would black out half of every answer. */
const SHORTEST = 4;

/** Takes secrets out of what other systems say: each value, and what becomes of it in addresses, JSON, markup and Basic authentication. */
export class Redactor {
  readonly #secrets: readonly string[];

  constructor(values: Iterable<string>) {
    const forms = [...values]
      .filter((value) => value.length >= SHORTEST)
      .flatMap((value) => [
        value,
        ...encoded(encodeURIComponent(value)),
        ...encoded(new URLSearchParams({ v: value }).toString().slice(2)),
        JSON.stringify(value).slice(1, -1),
        // As PHP writes JSON.
        JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/'),
        asMarkup(value),
        Buffer.from(value).toString('base64'),
        Buffer.from(value).toString('base64url'),
      ]);
    // The longest first: one may hold another.
    this.#secrets = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#secrets.reduce((seen, secret) => seen.replaceAll(secret, SHOWN), text);
  }

  json(value: Json): Json {
    if (this.#secrets.length === 0) return value;
    if (typeof value === 'string') return this.text(value);
    // A key of digits may come back as a number.
    if (typeof value === 'number') return this.#secrets.includes(String(value)) ? SHOWN : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((one) => this.json(one));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [this.text(key), this.json(one as Json)]));
  }
}

/** Escapes have no case of their own. */
const encoded = (text: string): readonly string[] => [
  text,
  text.replaceAll(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase()),
];

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const asMarkup = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => MARKUP[sign] ?? sign);
