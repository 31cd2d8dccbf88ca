import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRenderer } from './index.js';

/** The Big List of Naughty Strings (https://github.com/minimaxir/big-list-of-naughty-strings). Not part of this repository. */
const FILE =
  process.env['SOJOURN_NAUGHTY_STRINGS'] ?? new URL('../../../../shared/data/text/blns.json', import.meta.url).pathname;

const found: string[] = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as string[]) : [];
if (found.length === 0)
  console.log(`skipped: the Big List of Naughty Strings is not at ${FILE}; point SOJOURN_NAUGHTY_STRINGS to it`);

/** Always tried. */
const own = [
  '{{ 1 | plus: 1 }}',
  '{% assign x = 1 %}',
  '<script>alert(1)</script>',
  '" onload="alert(1)',
  "'",
  '&lt;b&gt;',
  '\u202e\ud800',
  'lq0q0z',
  '<mj-raw>',
  '$&',
  '\0',
];

describe('values are data', () => {
  const renderer = createRenderer();
  const body =
    '<mjml><mj-body><mj-section><mj-column><mj-text>[{{ v }}]</mj-text><mj-button href="https://x.test/{{ v }}">b</mj-button></mj-column></mj-section></mj-body></mjml>';
  const clean = async () => (await renderer.render({ content: { body, format: 'mjml' }, data: { v: '' } })).html!;

  it('whatever they hold, they come out as text, in text and in HTML', async () => {
    const tags = (html: string) =>
      html
        .match(/<[a-z!/][^>]*>/gi)!
        .map((tag) => tag.replace(/href="[^"]*"/, 'href'))
        .join('');
    const skeleton = tags(await clean());
    for (const v of [...own, ...found]) {
      const text = await renderer.render({
        content: { subject: '{{ v }}', body: '[{{ v }}]', format: 'text' },
        data: { v },
      });
      expect(text.text).toBe(`[${v}]`);
      expect(text.subject).not.toMatch(/[\r\n]/);
      const { html } = await renderer.render({ content: { body, format: 'mjml' }, data: { v } });
      expect(tags(html!), v).toBe(skeleton);
    }
  });

  it('as templates they fail with words or print something, and harm nothing', async () => {
    for (const v of [...own, ...found]) {
      for (const format of ['text', 'mjml'] as const) {
        const wrapped =
          format === 'text'
            ? v
            : `<mjml><mj-body><mj-section><mj-column><mj-text>${v}</mj-text></mj-column></mj-section></mj-body></mjml>`;
        const outcome = await renderer.render({ content: { body: wrapped, format }, data: {} }).then(
          () => 'rendered',
          (error: { code?: string }) => error.code,
        );
        expect(['rendered', 'content.render-failed', 'content.bad-mjml'], v).toContain(outcome);
      }
    }
  });
});
