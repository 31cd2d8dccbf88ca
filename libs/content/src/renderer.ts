import { createHash } from 'node:crypto';
import type { Liquid, Template } from 'liquidjs';
import { UserError, type JsonObject } from '@sojourn/kernel';
import { failureOf } from './failure.js';
import { LeastRecent } from './least-recent.js';
import { liquidEngine } from './liquid.js';
import { compileMjml } from './mjml.js';
import { plainText } from './plain-text.js';

/** A message as its author wrote it. */
export interface Content {
  /** Liquid. */
  readonly subject?: string;
  /** Liquid text, or Liquid in MJML. */
  readonly body: string;
  readonly format: 'text' | 'mjml';
}

export interface RenderRequest {
  readonly content: Content;
  /** `contact`, `event` and what else templates may name. `contact.name` also finds `contact.attributes.name`. */
  readonly data: JsonObject;
  /** What `'now' | date` says, epoch milliseconds. */
  readonly now?: number;
}

export interface Rendered {
  /** One line. */
  readonly subject?: string;
  /** Always there; for MJML the words of the HTML. */
  readonly text?: string;
  readonly html?: string;
}

export interface Renderer {
  /** Throws a UserError: `content.render-failed` (details: part, line, variable), `content.bad-mjml`. */
  render(request: RenderRequest): Promise<Rendered>;
}

interface Prepared {
  readonly engine: Liquid;
  readonly templates: Template[];
  lineAt(offset: number, line: number): number;
}

const PARTS = { subject: 'subject', body: 'content' } as const;

/** Renders messages for contacts. Each template is compiled once and kept while it is in use. */
export function createRenderer({ templates = 500 }: { readonly templates?: number } = {}): Renderer {
  const engines = { text: liquidEngine({ html: false }), html: liquidEngine({ html: true }) };
  const prepared = new LeastRecent<Promise<Prepared>>(templates);

  const prepare = (source: string, format: Content['format']): Promise<Prepared> => {
    const key = `${format}:${createHash('sha256').update(source).digest('base64')}`;
    const made = prepared.get(key, async () => {
      if (format === 'text')
        return { engine: engines.text, templates: engines.text.parse(source), lineAt: (_, line) => line };
      const { html, lineAt } = await compileMjml(source);
      return { engine: engines.html, templates: engines.html.parse(html), lineAt };
    });
    // A failure is not worth a place: its author is about to mend it.
    made.catch(() => prepared.delete(key));
    return made;
  };

  const part = async (
    name: keyof typeof PARTS,
    source: string,
    format: Content['format'],
    scope: object,
  ): Promise<string> => {
    let template: Prepared | undefined;
    try {
      template = await prepare(source, format);
      return String(await template.engine.render(template.templates, scope));
    } catch (error) {
      if (error instanceof UserError) throw error;
      const failure = failureOf(error);
      const line = template?.lineAt(failure.offset, failure.line) ?? failure.line;
      const { variable } = failure;
      const what =
        variable === undefined
          ? failure.message
          : `the variable ${variable} does not exist. Write {{ ${variable} | default: "..." }} to say what to print without it`;
      throw new UserError(`The ${PARTS[name]} of the message cannot be written, line ${line}: ${what}.`, {
        code: 'content.render-failed',
        cause: error,
        details: { part: name, line, ...(variable === undefined ? {} : { variable }) },
      });
    }
  };

  return {
    async render({ content, data, now }) {
      const scope = scopeOf(data, now);
      const subject =
        content.subject === undefined ? undefined : oneLine(await part('subject', content.subject, 'text', scope));
      const body = await part('body', content.body, content.format, scope);
      const words = content.format === 'text' ? { text: body } : { html: body, text: plainText(body) };
      return { ...(subject === undefined ? {} : { subject }), ...words };
    },
  };
}

/** Attributes and properties are also found directly: `contact.city`, `event.total`. A field of the contact's own goes first. */
function scopeOf(data: JsonObject, now: number | undefined): object {
  const opened = (value: unknown, inner: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const more = (value as Record<string, unknown>)[inner];
    return typeof more === 'object' && more !== null ? { ...more, ...value } : value;
  };
  const contact = opened(data['contact'], 'attributes');
  const event = opened(data['event'], 'properties');
  return { ...data, contact, event, ...(now === undefined ? {} : { $now: new Date(now) }) };
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
