/** `{name}` or `{/pointer}` in a text. */
export const HOLE = /\{([^{}]+)\}/g;

/** A text with its `{name}` holes filled; an ellipsis for what is missing. */
export function filled(template: string, params: { readonly [name: string]: string | number } = {}): string {
  return template.replace(HOLE, (_, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : '…'));
}
