/** Elements that draw and do nothing else. */
const ELEMENTS = new Set(
  ('svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan ' +
    'linearGradient radialGradient stop clipPath mask pattern marker filter feGaussianBlur feOffset feBlend feColorMatrix feMerge feMergeNode feFlood feComposite').split(' '), // prettier-ignore
);
/** `<`, then a closing slash or none, a name, attributes in quotes, and `>`. */
const TAG = /<(\/?)([A-Za-z][\w-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/gy;
const ATTRIBUTE = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

/**
 * Why an icon is not taken; undefined for one that is. Only what is known to draw is let through: no scripts, no handlers, no
 * foreign content, nothing that is fetched from elsewhere.
 */
export function iconFault(svg: string): string | undefined {
  let text = svg.replace(/^\uFEFF?\s*(?:<\?xml[^<>?]*\?>\s*)?/, '');
  text = text.replaceAll(/<!--(?:(?!--)[\s\S])*-->/g, '').trim();
  if (!/^<svg[\s>]/.test(text)) return 'it is not an SVG drawing';
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const between = text.slice(at, next < 0 ? text.length : next);
      if (hasEntity(between)) return 'it declares or uses entities';
      at += between.length;
      continue;
    }
    TAG.lastIndex = at;
    const [tag, , name = '', attributes = ''] = TAG.exec(text) ?? [];
    if (tag === undefined) return `it contains markup that is not plain SVG near "${text.slice(at, at + 20)}"`;
    if (!ELEMENTS.has(name)) return `it contains <${name}>`;
    const fault = attributeFault(attributes);
    if (fault !== undefined) return fault;
    at += tag.length;
  }
  return undefined;
}

function attributeFault(attributes: string): string | undefined {
  for (const [, name = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    if (/^on/i.test(name)) return `it has the handler ${name}`;
    if (hasEntity(value)) return 'it declares or uses entities';
    if (/^(xlink:)?href$/i.test(name) && !value.startsWith('#')) return `it refers to ${value.slice(0, 60)}`;
    if (/^xmlns(:|$)/.test(name)) continue;
    if (/javascript:|data:|expression\s*\(|@import|\\/i.test(value)) return `its attribute ${name} carries code`;
    const outward = [...value.matchAll(/url\(\s*['"]?([^)'"]*)/gi)].find(([, target = '']) => !target.startsWith('#'));
    if (outward) return `it refers to ${outward[1]?.slice(0, 60)}`;
  }
  return undefined;
}

/** The five of XML and numbers of plain signs are harmless; whatever else could be named in a DTD is not. */
function hasEntity(text: string): boolean {
  return /&(?!(?:amp|lt|gt|quot|apos);)/.test(text);
}
