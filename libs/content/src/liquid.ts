import { filters, Liquid, type LiquidOptions } from 'liquidjs';

/** What a template may cost at most: characters of source, milliseconds of rendering, units of memory (about characters). */
export const LIMITS = { parse: 200_000, renderMs: 500, memory: 5_000_000 } as const;

/** Tags that reach for other files. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];

/**
 * A Liquid engine without files, whose values are data: only own properties are read, every output is escaped when it
 * goes into HTML, and an unknown variable or filter is an error instead of nothing.
 *
 * Beyond Liquid: `date` speaks in the contact's zone (`contact.timeZone`) and takes its "now" from `$now`.
 */
export function liquidEngine({ html, strict = true }: { readonly html: boolean; readonly strict?: boolean }): Liquid {
  const options: LiquidOptions = {
    strictVariables: strict,
    strictFilters: strict,
    // `{% if coupon %}` and `| default:` are how a template asks whether something is there.
    lenientIf: true,
    ownPropertyOnly: true,
    parseLimit: LIMITS.parse,
    renderLimit: LIMITS.renderMs,
    memoryLimit: LIMITS.memory,
    templates: {},
    ...(html ? { outputEscape: (value: unknown) => escapedOnce(textOf(value)) } : {}),
  };
  const engine = new Liquid(options);
  for (const tag of FILE_TAGS) delete engine.tags[tag];
  engine.registerFilter('date', dateInZone);
  if (html) {
    // An author who wants markup writes it into the template; a value is never markup.
    delete engine.filters['raw'];
    engine.registerFilter('newline_to_br', {
      raw: true,
      handler: (value: unknown) => escapedOnce(textOf(value)).replace(/\r?\n/g, '<br />\n'),
    });
  }
  return engine;
}

const builtIn = filters['date'] as (this: unknown, value: unknown, format?: string, zone?: unknown) => unknown;

function dateInZone(
  this: { context: { getSync(path: string[]): unknown } },
  value: unknown,
  format?: string,
  zone?: unknown,
): unknown {
  const known = (path: string[]): unknown => {
    try {
      return this.context.getSync(path);
    } catch {
      return undefined; // strict variables: this template's data has none
    }
  };
  const moment = value === 'now' || value === 'today' ? (known(['$now']) ?? value) : value;
  return builtIn.call(this, moment, format, zone ?? known(['contact', 'timeZone']));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join('');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;', '&': '&amp;' };

/** Escapes for HTML text and quoted attributes; an entity stays one, so that captured text is not escaped twice. */
function escapedOnce(text: string): string {
  return text.replace(
    /[<>"']|&(?!(?:[A-Za-z]{2,31}|#\d{1,7}|#[Xx][\dA-Fa-f]{1,6});)/g,
    (mark) => ENTITIES[mark] ?? mark,
  );
}
