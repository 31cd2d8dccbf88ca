import { theme, type ThemeConfig } from 'antd';
import { palettes, type ThemeName } from './palette.js';

/** System faces, the Chinese ones named before the generic so that punctuation and weight come from one family. */
export const FONT_FAMILY =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei UI", "Microsoft YaHei", ' +
  '"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';
export const MONO_FAMILY =
  'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace';

/** Our palette in antd's words: 4 px grid, radius 6 and 8, borders where antd would cast shadows. */
export function antdTheme(name: ThemeName, { motion = true }: { readonly motion?: boolean } = {}): ThemeConfig {
  const p = palettes[name];
  return {
    algorithm: exact(name),
    token: {
      colorPrimary: p.accent,
      colorPrimaryHover: p.accentHover,
      colorPrimaryActive: p.accentActive,
      colorPrimaryText: p.accent,
      colorPrimaryTextHover: p.accentHover,
      colorPrimaryBg: p.accentSoft,
      colorPrimaryBgHover: p.accentSoft,
      colorPrimaryBorder: p.accentBorder,
      colorLink: p.accent,
      colorLinkHover: p.accentHover,
      colorLinkActive: p.accentActive,
      colorInfo: p.info.fg,
      colorInfoBg: p.info.soft,
      colorInfoBorder: p.info.border,
      colorSuccess: p.good.fg,
      colorSuccessBg: p.good.soft,
      colorSuccessBorder: p.good.border,
      colorWarning: p.warn.fg,
      colorWarningBg: p.warn.soft,
      colorWarningBorder: p.warn.border,
      colorError: p.bad.fg,
      colorErrorText: p.bad.fg,
      colorErrorBg: p.bad.soft,
      colorErrorBorder: p.bad.border,
      colorText: p.text,
      colorTextSecondary: p.textMuted,
      colorTextTertiary: p.textFaint,
      colorTextQuaternary: p.textDisabled,
      colorTextPlaceholder: p.textFaint,
      colorTextDescription: p.textFaint,
      colorTextDisabled: p.textDisabled,
      colorIcon: p.textFaint,
      colorIconHover: p.text,
      colorBgLayout: p.page,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorBgSpotlight: p.tooltip,
      colorBorder: p.borderStrong,
      colorBorderSecondary: p.border,
      colorSplit: p.border,
      colorFillAlter: p.sunken,
      controlItemBgHover: p.hover,
      controlItemBgActive: p.accentSoft,
      controlItemBgActiveHover: p.accentSoft,
      borderRadius: 6,
      borderRadiusLG: 8,
      borderRadiusSM: 4,
      fontFamily: FONT_FAMILY,
      fontFamilyCode: MONO_FAMILY,
      fontSize: 14,
      fontSizeHeading1: 24,
      fontSizeHeading2: 20,
      fontSizeHeading3: 16,
      fontSizeHeading4: 14,
      fontWeightStrong: 600,
      controlHeight: 32,
      motion,
      boxShadow: `0 6px 20px ${p.shadow}`,
      boxShadowSecondary: `0 6px 20px ${p.shadow}`,
      boxShadowTertiary: 'none',
      motionDurationMid: '0.14s',
      motionDurationSlow: '0.2s',
    },
    components: {
      Button: {
        primaryColor: p.onAccent,
        dangerColor: p.onAccent,
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
      },
      Checkbox: { colorWhite: p.onAccent },
      Card: { headerFontSize: 14, headerHeight: 44, bodyPadding: 16, headerPadding: 16 },
      Input: { activeShadow: 'none' },
      Form: { itemMarginBottom: 24, labelColor: p.text },
      Menu: { itemHeight: 34, itemMarginInline: 8, itemBorderRadius: 6, activeBarBorderWidth: 0 },
      Modal: { titleFontSize: 16 },
      Segmented: {
        trackBg: p.sunken,
        itemSelectedBg: name === 'dark' ? p.borderStrong : p.surface,
        itemColor: p.textMuted,
        itemSelectedColor: p.text,
      },
      Select: { optionSelectedBg: p.accentSoft, optionSelectedFontWeight: 500 },
      Table: {
        headerBg: p.sunken,
        headerColor: p.textMuted,
        headerSplitColor: 'transparent',
        rowHoverBg: p.hover,
        cellPaddingBlockMD: 8,
        cellPaddingInlineMD: 12,
        cellFontSizeMD: 13,
        borderColor: p.border,
      },
      Tabs: { horizontalItemPadding: '10px 0', horizontalMargin: '0 0 16px 0', titleFontSize: 14 },
      Tag: { defaultBg: p.quiet.soft, defaultColor: p.quiet.fg },
      Tooltip: { colorTextLightSolid: p.onTooltip },
    },
  };
}

/** antd's dark algorithm mutes the seeds it is given; ours were chosen for their ground and stay as they are. */
function exact(name: ThemeName): NonNullable<ThemeConfig['algorithm']> {
  const derive = name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm;
  const p = palettes[name];
  return (seed, map) => ({
    ...derive(seed, map),
    colorPrimary: p.accent,
    colorInfo: p.info.fg,
    colorSuccess: p.good.fg,
    colorWarning: p.warn.fg,
    colorError: p.bad.fg,
  });
}
