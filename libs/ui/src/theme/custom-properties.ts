import type { Palette, Tone } from './palette.js';

/** `--sj-text-muted: #…` for every colour, `--sj-good-fg`, `--sj-category-flow-soft`, … : the palette as style sheets see it. */
export function customProperties(palette: Palette): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {};
  const { category, ...rest } = palette;
  for (const [name, value] of Object.entries(rest) as [string, string | Tone][]) {
    if (typeof value === 'string') properties[`--sj-${kebab(name)}`] = value;
    else tone(`--sj-${kebab(name)}`, value);
  }
  for (const [name, value] of Object.entries(category)) tone(`--sj-category-${name}`, value);
  return properties;

  function tone(prefix: string, value: Tone): void {
    properties[`${prefix}-fg`] = value.fg;
    properties[`${prefix}-soft`] = value.soft;
    properties[`${prefix}-border`] = value.border;
  }
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
