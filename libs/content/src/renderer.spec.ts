import { expect, describe, it } from 'vitest';
import type { JsonObject } from '@sojourn/kernel';
import { checkTemplate, createRenderer, variablesOf } from './index.js';

/** Processor time of this process so far, in milliseconds: on a busy machine the clock on the wall says nothing of what code costs. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

const renderer = createRenderer();
const data = {
  contact: {
    id: 7,
    email: 'ana@example.test',
    timeZone: 'Asia/Shanghai',
    attributes: { name: 'Ana <b>"O\'Hara"</b> & co', city: 'Suzhou', email: 'other' },
    tags: ['vip', 'new'],
  },
  event: {
    type: 'Order Completed',
    occurredAt: '2026-03-01T20:00:00.000Z',
    properties: { total: 12.5, items: [{ sku: 'a' }, { sku: 'b' }] },
  },
  coupon: { code: 'A-1', expiresAt: '2026-04-30T16:00:00.000Z' },
};
const text = async (body: string, more: JsonObject = data) =>
  (await renderer.render({ content: { body, format: 'text' }, data: more, now: Date.UTC(2026, 0, 1, 20) })).text;
const mjml = (inner: string) =>
  renderer.render({ content: { body: `<mjml><mj-body>${inner}</mj-body></mjml>`, format: 'mjml' }, data });
const html = async (inner: string) => (await mjml(`<mj-section><mj-column>${inner}</mj-column></mj-section>`)).html;

describe('a text', () => {
  it('is filled with the contact, the event and what nodes left', async () => {
    const body =
      'Hi {{ contact.attributes.city }}, {{ event.properties.total }}, {% for item in event.properties.items %}{{ item.sku }};{% endfor %} {{ coupon.code }}';
    expect(await text(body)).toBe('Hi Suzhou, 12.5, a;b; A-1');
  });

  it('finds attributes and properties without their long names; the contact’s own fields go first', async () => {
    expect(await text('{{ contact.city }} {{ contact.email }} {{ event.total }}')).toBe('Suzhou ana@example.test 12.5');
  });

  it('leaves characters as they are', async () => {
    expect(await text('{{ contact.name }}')).toBe(data.contact.attributes.name);
  });

  it('says dates in the contact’s zone, and "now" as told', async () => {
    expect(await text('{{ coupon.expiresAt | date: "%Y-%m-%d %H:%M" }}')).toBe('2026-05-01 00:00');
    expect(await text('{{ coupon.expiresAt | date: "%H:%M", "UTC" }}')).toBe('16:00');
    expect(await text('{{ "now" | date: "%Y-%m-%d %H" }}')).toBe('2026-01-02 04');
    expect(await text('{{ "2026-01-01T00:00:00Z" | date: "%Y" }}', {})).toMatch(/20\d\d/);
  });

  it('asks politely for what may be missing', async () => {
    expect(await text('{{ contact.nick | default: "you" }}{% if points %}x{% endif %}')).toBe('you');
  });
});

describe('a subject', () => {
  it('is one line, whatever a value holds', async () => {
    const rendered = await renderer.render({
      content: { subject: 'Hi {{ x }}', body: '', format: 'text' },
      data: { x: 'a\r\nBcc: b@c.test' },
    });
    expect(rendered).toEqual({ subject: 'Hi a Bcc: b@c.test', text: '' });
  });
});

describe('a designed message', () => {
  it('escapes values in text and attributes, once', async () => {
    const out = await html(
      '<mj-text>{{ contact.name }}</mj-text><mj-button href="https://x.test/?n={{ contact.name }}">Go</mj-button>',
    );
    expect(out).toContain('Ana &lt;b&gt;&#34;O&#39;Hara&#34;&lt;/b&gt; &amp; co</div>');
    expect(out).toContain('href="https://x.test/?n=Ana &lt;b&gt;&#34;O&#39;Hara&#34;&lt;/b&gt; &amp; co"');
    expect(
      await html(
        '<mj-text>{% capture n %}{{ contact.name }}{% endcapture %}{{ n }} {{ contact.name | escape }}</mj-text>',
      ),
    ).not.toContain('&amp;lt;');
    expect(await html('<mj-text>{{ "a<\nb" | newline_to_br }}</mj-text>')).toContain('a&lt;<br />');
  });

  it('keeps loops and conditions between sections, columns and inside text and tables', async () => {
    const rendered = await mjml(`
      {% for item in event.properties.items %}
      <mj-section><mj-column>
        {% if item.sku == 'a' %}<mj-text>first {{ item.sku }}</mj-text>{% else %}<mj-text>then {{ item.sku }}</mj-text>{% endif %}
        <mj-table>{% for tag in contact.tags %}<tr><td>{{ tag }}</td></tr>{% endfor %}</mj-table>
      </mj-column></mj-section>
      {% endfor %}`);
    expect(rendered.html!.match(/first a|then b|<td>vip<\/td>|<td>new<\/td>/g)).toEqual([
      'first a',
      '<td>vip</td>',
      '<td>new</td>',
      'then b',
      '<td>vip</td>',
      '<td>new</td>',
    ]);
    expect(rendered.html).not.toMatch(/lq0q|<\/?mj-/);
  });

  it('has the same words as plain text', async () => {
    const { text: words } = await mjml(
      '<mj-section><mj-column><mj-text>Hi {{ contact.name }}</mj-text><mj-button href="https://x.test/a">Go &amp; see</mj-button></mj-column></mj-section>',
    );
    expect(words).toMatch(/^Hi Ana <b>"O'Hara"<\/b> & co\s+Go & see \(https:\/\/x\.test\/a\)$/);
  });

  it('ignores includes and Liquid in comments', async () => {
    const out = await html('<!-- {{ nope }} --><mj-text>ok</mj-text><mj-include path="/etc/passwd" />');
    expect(out).toContain('ok');
    expect(out).not.toContain('root:');
  });

  it('is compiled once', async () => {
    const body = '<mj-section><mj-column><mj-text>{{ contact.id }}</mj-text></mj-column></mj-section>'.repeat(20);
    await mjml(body);
    const started = cpuMs();
    await Promise.all(Array.from({ length: 50 }, () => mjml(body)));
    expect(cpuMs() - started).toBeLessThan(1_000);
  });
});

describe('a failure', () => {
  const failure = (body: string, format: 'text' | 'mjml' = 'text') =>
    renderer.render({ content: { body, format }, data }).catch((error: unknown) => error);

  it('names the variable and the line', async () => {
    expect(await failure('a\nb {{ contact.nick }}')).toMatchObject({
      code: 'content.render-failed',
      status: 400,
      details: { part: 'body', line: 2, variable: expect.stringContaining('nick') },
      message: expect.stringContaining('nick'),
    });
  });

  it('names the line of the MJML, not of the HTML made of it', async () => {
    const body =
      '<mjml>\n<mj-body>\n<mj-section>\n<mj-column>\n<mj-text>{{ contact.id }}</mj-text>\n<mj-text>\n{{ nope }}</mj-text></mj-column></mj-section></mj-body></mjml>';
    expect(await failure(body, 'mjml')).toMatchObject({ details: { line: 7, variable: 'nope' } });
  });

  it.each([
    ['an unknown filter', '{{ 1 | shout }}'],
    ['an open tag', '{% if 1 %}'],
    ['an unknown tag', '{% shout %}'],
    ['an include', '{% include "x" %}'],
    ['a render', '{% render "/etc/passwd" %}'],
    ['a layout', '{% layout "x" %}'],
  ])('comes of %s', async (_, body) => {
    expect(await failure(body)).toMatchObject({ code: 'content.render-failed', details: { line: 1 } });
  });

  it('comes of MJML that is none, and of raw values in HTML', async () => {
    expect(await failure('hello', 'mjml')).toMatchObject({ code: 'content.bad-mjml' });
    expect(await html('<mj-text>{{ contact.name | raw }}</mj-text>').catch((error: unknown) => error)).toMatchObject({
      code: 'content.render-failed',
    });
  });

  it('comes of what costs too much: time, memory, length', async () => {
    expect(
      await failure('{% for i in (1..9999999) %}{% for j in (1..9999999) %}x{% endfor %}{% endfor %}'),
    ).toMatchObject({ code: 'content.render-failed' });
    expect(
      await failure(
        '{% assign s = "aaaaaaaaaa" %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s | size }}',
      ),
    ).toMatchObject({ code: 'content.render-failed' });
    expect(await failure('x'.repeat(300_000))).toMatchObject({ code: 'content.render-failed' });
  });

  it('does not reach beyond own properties', async () => {
    for (const path of [
      'contact.constructor',
      'contact.__proto__',
      'contact.attributes.toString',
      'contact.tags.map',
    ]) {
      expect(await failure(`{{ ${path} }}`)).toMatchObject({ code: 'content.render-failed' });
    }
  });
});

describe('before anyone is there', () => {
  it('checks syntax', () => {
    expect(checkTemplate('Hi {{ contact.name }}')).toEqual([]);
    expect(checkTemplate('a\n{% if %}')).toMatchObject([
      { severity: 'error', code: 'content.bad-liquid', message: { en: expect.stringContaining('Line 2') } },
    ]);
    expect(checkTemplate('{{ 1 | shout }}')).toHaveLength(1);
  });

  it('lists the variables', () => {
    expect(
      variablesOf('{% for item in event.items %}{{ item.sku }}{{ contact.attributes.name }}{% endfor %}').sort(),
    ).toEqual(['contact.attributes.name', 'event.items']);
    expect(variablesOf('{% if %}')).toEqual([]);
  });
});
