import { describe, expect, it } from 'vitest';
import { lossesOf } from './losses.js';

const both = (text: string) => ({ en: text, 'zh-CN': text });

describe('what a migration says is lost', () => {
  it('is told in the language there is where one is missing', () => {
    const told = lossesOf([
      { pointer: '/a', message: { en: 'Gone', 'zh-CN': '没了' } },
      { pointer: '/b', message: { en: 'Gone' } },
      { pointer: '/c', message: { 'zh-CN': '没了', en: ' ' } },
      { pointer: '/d', message: { de: 'Weg' } },
      { pointer: '/e', message: 'Gone' },
    ]);
    expect(told).toEqual([
      { pointer: '/a', message: { en: 'Gone', 'zh-CN': '没了' } },
      { pointer: '/b', message: both('Gone') },
      { pointer: '/c', message: both('没了') },
      { pointer: '/d', message: both('Weg') },
      { pointer: '/e', message: both('Gone') },
    ]);
  });

  it('is told without words of the author too, and without a place', () => {
    const ours = { en: 'The new version does not keep this.', 'zh-CN': '新版本不再保留此项设置。' };
    expect(lossesOf([{ pointer: '/a' }, '/b', { message: { en: 'Gone' } }, 7])).toEqual([
      { pointer: '/a', message: ours },
      { pointer: '/b', message: ours },
      { pointer: '', message: both('Gone') },
      { pointer: '', message: ours },
    ]);
  });

  it('is bounded, and nothing where there is no list', () => {
    expect(lossesOf({ pointer: '/a' })).toEqual([]);
    expect(lossesOf(undefined)).toEqual([]);
    const [first, ...rest] = lossesOf(Array.from({ length: 300 }, () => ({ pointer: `/${'a'.repeat(3_000)}`, message: 'b'.repeat(3_000) }))); // prettier-ignore
    expect(rest).toHaveLength(199);
    expect([first?.pointer.length, first?.message.en.length]).toEqual([2_000, 2_000]);
  });
});
