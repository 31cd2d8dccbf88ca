/**
 * Every colour of the studio, named by its use. Nothing else in the house spells a colour:
 * components read these through antd's tokens or the `--sj-…` custom properties made from them.
 * Text colours meet WCAG 2.2 AA on the grounds they are used on (see palette.spec.ts).
 */
export interface Palette {
  /** Ground behind everything. */
  readonly page: string;
  /** Ground of cards, tables, bars. */
  readonly surface: string;
  /** Ground of popovers, menus, dialogs. */
  readonly raised: string;
  /** Ground of wells: table heads, code, quiet chips. */
  readonly sunken: string;
  readonly hover: string;
  readonly border: string;
  readonly borderStrong: string;
  readonly text: string;
  readonly textMuted: string;
  readonly textFaint: string;
  readonly textDisabled: string;
  readonly accent: string;
  readonly accentHover: string;
  readonly accentActive: string;
  readonly accentSoft: string;
  readonly accentBorder: string;
  /** Text on a ground of `accent`. */
  readonly onAccent: string;
  readonly tooltip: string;
  readonly onTooltip: string;
  readonly focus: string;
  readonly shadow: string;
  readonly good: Tone;
  readonly warn: Tone;
  readonly bad: Tone;
  readonly info: Tone;
  readonly quiet: Tone;
  /** One tint for each category of node, for icons on the canvas and in timelines. */
  readonly category: Readonly<Record<Category, Tone>>;
}

/** A readable foreground and the soft ground it stands on. */
export interface Tone {
  readonly fg: string;
  readonly soft: string;
  readonly border: string;
}

export type ToneName = 'good' | 'warn' | 'bad' | 'info' | 'quiet' | 'accent';
export type Category = 'flow' | 'audience' | 'message' | 'incentive' | 'data' | 'developer' | 'entry';

export const lightPalette: Palette = {
  page: '#f6f8f7',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#f0f3f2',
  hover: '#f3f6f5',
  border: '#e2e7e6',
  borderStrong: '#c8d1cf',
  text: '#17211f',
  textMuted: '#4a5755',
  textFaint: '#64716e',
  textDisabled: '#9ba6a3',
  accent: '#0b6b66',
  accentHover: '#0d7d77',
  accentActive: '#07524e',
  accentSoft: '#e4f2f0',
  accentBorder: '#a5d3ce',
  onAccent: '#ffffff',
  tooltip: '#1d2927',
  onTooltip: '#f2f6f5',
  focus: '#0b6b66',
  shadow: 'rgba(16, 32, 29, 0.10)',
  good: { fg: '#1c6b37', soft: '#e6f4ea', border: '#b4dbc0' },
  warn: { fg: '#8a5300', soft: '#fdf2dd', border: '#ecd09a' },
  bad: { fg: '#b3261e', soft: '#fdeceb', border: '#f0bfbb' },
  info: { fg: '#1d5a96', soft: '#e7f0f9', border: '#b7d1ea' },
  quiet: { fg: '#4a5755', soft: '#eef2f1', border: '#d6dddb' },
  category: {
    entry: { fg: '#0b6b66', soft: '#e4f2f0', border: '#a5d3ce' },
    flow: { fg: '#475a6b', soft: '#ebf0f4', border: '#c9d4dd' },
    audience: { fg: '#4a4fb0', soft: '#ecedfa', border: '#c5c7ec' },
    message: { fg: '#1d5a96', soft: '#e7f0f9', border: '#b7d1ea' },
    incentive: { fg: '#9a4a12', soft: '#fcefe4', border: '#efcdb0' },
    data: { fg: '#2f6a3f', soft: '#e8f3ea', border: '#bddcc4' },
    developer: { fg: '#7a3e93', soft: '#f4ebf8', border: '#dcc2e6' },
  },
};

export const darkPalette: Palette = {
  page: '#0e1413',
  surface: '#151c1b',
  raised: '#1c2524',
  sunken: '#111817',
  hover: '#1b2423',
  border: '#283331',
  borderStrong: '#3d4a48',
  text: '#e7edeb',
  textMuted: '#abb8b5',
  textFaint: '#8d9a97',
  textDisabled: '#5f6c69',
  accent: '#4fc3b7',
  accentHover: '#6ad1c6',
  accentActive: '#38a89d',
  accentSoft: '#12302d',
  accentBorder: '#1f5751',
  onAccent: '#04211e',
  tooltip: '#2c3836',
  onTooltip: '#eef4f2',
  focus: '#6ad1c6',
  shadow: 'rgba(0, 0, 0, 0.45)',
  good: { fg: '#76cb8f', soft: '#142b1c', border: '#27523a' },
  warn: { fg: '#e5b45c', soft: '#2f2512', border: '#5c4820' },
  bad: { fg: '#f2938c', soft: '#351b1a', border: '#6a302d' },
  info: { fg: '#86bbea', soft: '#15273a', border: '#274a6c' },
  quiet: { fg: '#abb8b5', soft: '#202a28', border: '#35423f' },
  category: {
    entry: { fg: '#4fc3b7', soft: '#12302d', border: '#1f5751' },
    flow: { fg: '#a7bccd', soft: '#1d2730', border: '#354554' },
    audience: { fg: '#aeb2f4', soft: '#20223d', border: '#3a3e6d' },
    message: { fg: '#86bbea', soft: '#15273a', border: '#274a6c' },
    incentive: { fg: '#eea873', soft: '#33210f', border: '#63401f' },
    data: { fg: '#8ccb9c', soft: '#17291b', border: '#2c5036' },
    developer: { fg: '#d3a3e8', soft: '#2c1c35', border: '#553665' },
  },
};

export type ThemeName = 'light' | 'dark';

export const palettes: Readonly<Record<ThemeName, Palette>> = { light: lightPalette, dark: darkPalette };
