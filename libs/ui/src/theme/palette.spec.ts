import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.js';
import { palettes } from './palette.js';

for (const [name, palette] of Object.entries(palettes)) {
  describe(`the ${name} palette`, () => {
    const grounds = {
      page: palette.page,
      surface: palette.surface,
      raised: palette.raised,
      sunken: palette.sunken,
      hover: palette.hover,
    };

    for (const [ground, colour] of Object.entries(grounds)) {
      it.each(['text', 'textMuted', 'textFaint', 'accent'] as const)(`%s is readable on ${ground}`, (text) => {
        expect(contrast(palette[text], colour)).toBeGreaterThanOrEqual(4.5);
      });
    }

    it.each(['good', 'warn', 'bad', 'info', 'quiet'] as const)(
      '%s is readable on its own soft ground, and on cards',
      (tone) => {
        expect(contrast(palette[tone].fg, palette[tone].soft)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(palette[tone].fg, palette.surface)).toBeGreaterThanOrEqual(4.5);
      },
    );

    it.each(Object.keys(palette.category))('the tint of %s nodes is readable on its soft ground', (category) => {
      const tone = palette.category[category as keyof typeof palette.category];
      expect(contrast(tone.fg, tone.soft)).toBeGreaterThanOrEqual(4.5);
    });

    it('buttons, their hover and tooltips are readable', () => {
      expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.onAccent, palette.accentHover)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.onTooltip, palette.tooltip)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.accent, palette.accentSoft)).toBeGreaterThanOrEqual(4.5);
    });

    it('the focus ring stands out from every ground', () => {
      for (const colour of Object.values(grounds)) expect(contrast(palette.focus, colour)).toBeGreaterThanOrEqual(3);
    });
  });
}
