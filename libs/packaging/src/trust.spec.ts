import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.js';
import { iconFault } from './icons.js';
import { fingerprint, generateKey, isSignedBy, keyId, publicKeyOf, signJson } from './keys.js';
import { lookAlikes } from './look-alike.js';
import { readFeed, signFeed } from './revocation-feed.js';
import { chainFrom, rotateKey, signPackage } from './signature.js';

const [first, second, third, stranger] = [generateKey(), generateKey(), generateKey(), generateKey()];
const pub = ({ id, publicKey }: typeof first) => ({ id, publicKey });

it('canonical JSON has one way to write a value', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'ü' }], a: 1.5 })).toBe('{"a":1.5,"b":[1,{"c":"ü","d":null}]}');
  expect(canonicalJson(JSON.parse('{"z":1,"__proto__":2}'))).toBe('{"__proto__":2,"z":1}');
});

it('a signature is good for its key and its value alone', () => {
  const signature = signJson({ a: 1 }, first.privateKey);
  expect(isSignedBy({ a: 1 }, signature, pub(first))).toBe(true);
  expect(isSignedBy({ a: 2 }, signature, pub(first))).toBe(false);
  expect(isSignedBy({ a: 1 }, signature, pub(second))).toBe(false);
  expect(isSignedBy({ a: 1 }, signature, { id: second.id, publicKey: first.publicKey })).toBe(false);
  expect(isSignedBy({ a: 1 }, 'nonsense', { id: 'x', publicKey: 'nonsense' })).toBe(false);
  // Written otherwise, or with more behind it, the same key would go by other ids.
  const longer = Buffer.concat([Buffer.from(first.publicKey, 'base64'), Buffer.from('more')]).toString('base64');
  for (const publicKey of [longer, `${first.publicKey} `, first.publicKey.replaceAll('=', '')])
    expect(isSignedBy({ a: 1 }, signature, { id: keyId(publicKey), publicKey })).toBe(false);
  expect(publicKeyOf(first.privateKey)).toEqual(pub(first));
  expect(() => publicKeyOf('nonsense')).toThrow(/Ed25519/);
  expect(fingerprint('0123456789abcdef')).toBe('0123 4567 89ab cdef');
});

describe('a rotated key', () => {
  const steps = [rotateKey(first.privateKey, second), rotateKey(second.privateKey, third)];
  const signed = signPackage({ plugin: 'a.b', version: '1.0.0', files: {} }, third.privateKey, steps);

  it('is reached from each key of its chain', () => {
    expect(chainFrom(pub(first), signed)).toEqual([pub(second), pub(third)]);
    expect(chainFrom(pub(second), signed)).toEqual([pub(third)]);
    expect(chainFrom(pub(third), signed)).toEqual([]);
  });
  it('is not reached from a stranger, over a gap, or by a step that another key signed', () => {
    expect(chainFrom(pub(stranger), signed)).toBeUndefined();
    expect(chainFrom(pub(first), { ...signed, rotations: steps.slice(1) })).toBeUndefined();
    const forged = { ...rotateKey(stranger.privateKey, third), from: first.id };
    expect(chainFrom(pub(first), { ...signed, rotations: [forged] })).toBeUndefined();
  });
  it('is not reached in a circle', () => {
    const circle = [rotateKey(first.privateKey, second), rotateKey(second.privateKey, first)];
    expect(chainFrom(pub(first), { ...signed, rotations: circle })).toBeUndefined();
  });
});

describe('the revocation feed', () => {
  const entries = [{ plugin: 'a.b', versions: ['1.0.0'], reason: { en: 'Steals', 'zh-CN': '窃取' }, at: 1 }];
  const feed = signFeed({ seq: 1, issuedAt: 1, entries }, first.privateKey);
  it('is read when its key signed it', () => expect(readFeed(JSON.stringify(feed), first.publicKey)).toEqual(feed));
  it.each([
    ['another key', JSON.stringify(signFeed({ seq: 1, issuedAt: 1, entries }, second.privateKey)), 'wrong-signature'],
    ['another number', JSON.stringify({ ...feed, seq: 2 }), 'wrong-signature'],
    ['an entry more', JSON.stringify({ ...feed, entries: [...entries, ...entries] }), 'wrong-signature'],
    ['no JSON', '{', 'unreadable'],
    ['an entry without a target', JSON.stringify({ ...feed, entries: [{ plugin: 'a.b' }] }), 'unreadable'],
    ['null', 'null', 'unreadable'],
  ])('is refused with %s', (_what, text, code) =>
    expect(() => readFeed(text, first.publicKey)).toThrow(expect.objectContaining({ code: `revocation.${code}` })),
  );
});

describe('names that look like others', () => {
  const known = ['acme.weather', 'sojourn.coupon', 'globex.crm'];
  it.each([
    ['acrne.weather', 'acme.weather'],
    ['acme-inc.weather', 'acme.weather'],
    ['acne.weather', 'acme.weather'],
    ['amce.weather', 'acme.weather'],
    ['acme.weather-x', undefined],
    ['s0journ.coupon', 'sojourn.coupon'],
    ['sojurn.coupon', 'sojourn.coupon'],
    ['g1obex.crm', 'globex.crm'],
    ['glob-ex.crm', 'globex.crm'],
    ['initech.weather', undefined],
    ['initech.billing', undefined],
    ['acme.weather', undefined],
  ])('%s ~ %s', (id, other) => expect(lookAlikes(id, known)).toEqual(other === undefined ? [] : [other]));
});

describe('icons', () => {
  const svg = (inner: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${inner}</svg>`;
  it.each([
    ['a path', svg('<path d="M0 0h8" fill="#08c"/>')],
    [
      'a gradient',
      svg('<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><rect fill="url(#g)"/>'),
    ],
    ['a prolog and a comment', `<?xml version="1.0"?>\n<!-- drawn by hand -->${svg("<g><use href='#a'/></g>")}\n`],
  ])('%s is taken', (_what, text) => expect(iconFault(text)).toBeUndefined());
  it.each([
    ['a script', svg('<script>x</script>')],
    ['a script in capitals', svg('<SCRIPT>x</SCRIPT>')],
    ['a handler', svg('<path onload="x"/>')],
    ['a handler without quotes', svg('<path onload=x />')],
    ['foreign content', svg('<foreignObject><b/></foreignObject>')],
    ['an image from elsewhere', svg('<image href="https://x.test/a.png"/>')],
    ['a link', svg('<a href="javascript:x"><path/></a>')],
    ['a use from elsewhere', svg('<use xlink:href="https://x.test/a.svg#b"/>')],
    ['a style', svg('<style>@import url(//x.test)</style>')],
    ['a style that fetches', svg('<path style="fill:url(https://x.test/a)"/>')],
    ['an entity', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;')}`],
    ['a hidden javascript address', svg('<path d="&#106;avascript:x"/>')],
    ['an animation', svg('<animate attributeName="href" to="javascript:x"/>')],
    ['a comment that ends early', svg('<!-- --!><script>x</script> -->')],
    ['plain text', 'hello'],
  ])('%s is refused', (_what, text) => expect(iconFault(text)).toBeDefined());
});
