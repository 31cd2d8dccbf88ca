import { UserError } from '@sojourn/kernel';

/** HTML with the Liquid of its MJML source, and where each piece of Liquid stood in that source. */
export interface CompiledMjml {
  readonly html: string;
  /** What MJML did not like but could work with. */
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
  /** Line (from 1) in the MJML source of the Liquid at this offset of `html`. */
  lineAt(offset: number): number;
}

// Elements whose content MJML passes on as it is. Elsewhere text is thrown away, so a tag there travels in an mj-raw.
const KEEPS_TEXT = new Set(
  'mj-accordion-text mj-accordion-title mj-button mj-navbar-link mj-preview mj-raw mj-social-element mj-style mj-table mj-text mj-title'.split(
    ' ',
  ),
);
// Comments first: Liquid in a comment is not run. Then Liquid, then tags, whose attributes may hold Liquid.
const PARTS =
  /<!--[\s\S]*?-->|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|<(\/?)([A-Za-z][\w-]*)((?:"[^"]*"|'[^']*'|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|[^<>"'])*?)(\/?)>/g;
const LIQUID = /\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g;

/** Compiles MJML to HTML and carries the Liquid in it through unharmed. Slow (milliseconds): keep the result. */
export async function compileMjml(source: string): Promise<CompiledMjml> {
  const { default: mjml2html } = await import('mjml');
  const token = freshToken(source);
  const pieces: { readonly liquid: string; readonly line: number }[] = [];
  const hide = (liquid: string, offset: number): string => {
    pieces.push({ liquid, line: lineOf(source, offset) });
    return `${token}${pieces.length - 1}z`;
  };
  const hidden = hideLiquid(source, hide);
  const { html, errors } = await compiled(mjml2html, hidden);
  const warnings = errors
    .map(({ line, message }) => ({ line, message }))
    .filter(({ message }) => !message.includes(token));

  const starts: { readonly offset: number; readonly line: number }[] = [];
  let restored = '';
  let last = 0;
  for (const match of html.matchAll(new RegExp(`${token}(\\d+)z`, 'g'))) {
    // Only tokens this function made carry the prefix, which the source does not contain.
    const { liquid, line } = pieces[Number(match[1])]!;
    restored += html.slice(last, match.index);
    starts.push({ offset: restored.length, line });
    restored += liquid;
    last = match.index + match[0].length;
  }
  restored += html.slice(last);
  return {
    html: restored,
    warnings,
    lineAt: (offset) => starts.findLast((start) => start.offset <= offset)?.line ?? 1,
  };
}

type Mjml2html = typeof import('mjml');

async function compiled(mjml2html: Mjml2html, source: string) {
  try {
    return await mjml2html(source, { validationLevel: 'soft', ignoreIncludes: true, keepComments: false });
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UserError(`The MJML of this message cannot be read: ${message}`, {
      code: 'content.bad-mjml',
      cause: error,
    });
  }
}

function hideLiquid(source: string, hide: (liquid: string, offset: number) => string): string {
  const open: string[] = [];
  return source.replace(PARTS, (whole: string, ...rest: unknown[]) => {
    const [closing, name, attributes, selfClosing, offset] = rest as [
      string | undefined,
      string | undefined,
      string,
      string,
      number,
    ];
    if (whole.startsWith('<!--')) return '';
    if (name === undefined) {
      const inside = open.findLast((element) => element.startsWith('mj'));
      const piece = hide(whole, offset);
      return inside === undefined || KEEPS_TEXT.has(inside) ? piece : `<mj-raw>${piece}</mj-raw>`;
    }
    if (closing) {
      const at = open.lastIndexOf(name);
      if (at >= 0) open.length = at;
    } else if (!selfClosing) open.push(name);
    const start = offset + 1 + (closing ?? '').length + name.length;
    const kept = attributes.replace(LIQUID, (liquid, at: number) => hide(liquid, start + at));
    return `<${closing}${name}${kept}${selfClosing}>`;
  });
}

/** Letters that do not occur in the source; fixed for one source, so that compiling twice gives the same. */
function freshToken(source: string): string {
  for (let n = 0; ; n++) {
    const token = `lq${n}q`;
    if (!source.includes(token)) return token;
  }
}

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
