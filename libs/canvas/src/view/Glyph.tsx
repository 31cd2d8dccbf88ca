import type { ReactNode } from 'react';

/** The canvas's own small signs, drawn on a 16 px grid in the colour of the text around them. */
export type GlyphName = keyof typeof GLYPHS;

export function Glyph({ name, size = 16 }: { readonly name: GlyphName; readonly size?: number }) {
  return (
    <svg
      className="sc-glyph"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {GLYPHS[name]}
    </svg>
  );
}

const GLYPHS = {
  plus: <path d="M8 3.5v9M3.5 8h9" />,
  minus: <path d="M3.5 8h9" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  search: <><circle cx="7" cy="7" r="4.25" /><path d="m10.25 10.25 3 3" /></>,
  good: <path d="m3.5 8.5 3 3 6-7" />,
  bad: <path d="m4.5 4.5 7 7m0-7-7 7" />,
  neutral: <path d="M3.5 8h8.5M8.5 4.5 12 8l-3.5 3.5" />,
  error: <><circle cx="8" cy="8" r="6.25" /><path d="M8 4.75v4M8 11.1v.1" /></>,
  warning: <><path d="M8 2.25 14.25 13.5H1.75Z" /><path d="M8 6.5v3.25M8 11.6v.1" /></>,
  fit: <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />,
  tidy: <><rect x="1.75" y="5.75" width="4.5" height="4.5" rx="1" /><rect x="9.75" y="1.75" width="4.5" height="4.5" rx="1" /><rect x="9.75" y="9.75" width="4.5" height="4.5" rx="1" /><path d="M6.25 8H8m0 0V4h1.75M8 8v4h1.75" /></>,
  map: <><rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" /><rect x="8" y="8" width="4" height="3" rx=".5" /></>,
  keyboard: <><rect x="1.25" y="3.75" width="13.5" height="8.5" rx="1.5" /><path d="M4 6.5h.1M6.6 6.5h.1M9.3 6.5h.1M12 6.5h.1M5 9.5h6" /></>,
  panel: <><rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5" /><path d="M6 2.75v10.5" /></>,
  enter: <><path d="M9.5 2.5h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-3" /><path d="M2.5 8H10M7 5l3 3-3 3" /></>,
  leave: <><path d="M6.5 2.5h-3a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3" /><path d="M6 8h7.5m-3-3 3 3-3 3" /></>,
  event: <path d="M8.75 1.75 3 9.25h4.5l-.25 5L13 6.75H8.5Z" />,
  segment: <path d="M2 3h12l-4.5 5.5v4.75l-3-1.75v-3Z" />,
  api: <path d="M5.5 4.5 2 8l3.5 3.5m5-7L14 8l-3.5 3.5" />,
  schedule: <><circle cx="8" cy="8" r="6.25" /><path d="M8 4.5V8l2.5 1.75" /></>,
  date: <><rect x="2" y="3" width="12" height="11" rx="1.5" /><path d="M2 6.5h12M5.25 1.5v3M10.75 1.5v3" /></>,
  undo: <path d="M3 6h6.5a3.75 3.75 0 0 1 0 7.5H6M5.75 3 2.75 6l3 3" />,
  redo: <path d="M13 6H6.5a3.75 3.75 0 0 0 0 7.5H10M10.25 3l3 3-3 3" />,
  again: <path d="M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.75v3h-3" />,
  goal: <path d="M3.5 14.25V2.5m0 .25c3-1.75 6 1.75 9 0v6.5c-3 1.75-6-1.75-9 0" />,
  people: <><circle cx="8" cy="5.25" r="2.75" /><path d="M2.75 13.75c.5-3 2.5-4.5 5.25-4.5s4.75 1.5 5.25 4.5" /></>,
  puzzle: <path d="M6 3.75a1.75 1.75 0 1 1 3.5 0h3v3a1.75 1.75 0 1 0 0 3.5v3H2.75V3.75Z" />,
  end: <><circle cx="8" cy="8" r="6" /><rect x="5.75" y="5.75" width="4.5" height="4.5" rx=".75" fill="currentColor" /></>,
} as const satisfies { readonly [name: string]: ReactNode }; // prettier-ignore
