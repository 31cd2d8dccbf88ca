import { channelWords, fieldWords } from '@sojourn/packaging';
import { expect, it } from 'vitest';
import { json } from './packages.js';

interface Words {
  readonly field: { readonly [name: string]: unknown } & {
    readonly all: Readonly<Record<string, string>>;
    readonly one: Readonly<Record<string, string>>;
  };
  readonly channel: Readonly<Record<string, string>>;
}

/** The reasons of a risk come from the engine, the sentences beside their ticks from the studio: one screen shows both. */
it.each(['en', 'zh-CN'] as const)(
  'fields and channels have one name in the engine and in the studio (%s)',
  (language) => {
    const studio = json('apps/studio/src/locales', `plugins.${language}.json`) as unknown as Words;
    const { all, one, ...plain } = studio.field;
    const asked: Record<string, unknown> = { ...plain };
    for (const [group, words] of Object.entries(all)) asked[group === 'tags' ? group : `${group}.*`] = words;
    for (const [group, words] of Object.entries(one)) asked[`${group}.city`] = words.replace('{{name}}', 'city');
    expect(Object.fromEntries(Object.keys(asked).map((field) => [field, fieldWords(field)[language]]))).toEqual(asked);
    const channels = Object.keys(studio.channel).map((channel) => [channel, channelWords(channel)[language]]);
    expect(Object.fromEntries(channels)).toEqual(studio.channel);
  },
);
