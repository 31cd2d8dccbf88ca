import { describe, expect, it } from 'vitest';
import { isPluginChannel, pluginChannel } from './channel-rules.js';

describe('the lane of a plugin', () => {
  it('is named after it', () => {
    expect(pluginChannel('acme.weather')).toBe('plugin:acme.weather');
    expect(pluginChannel(`acme.${'w'.repeat(52)}`)).toBe(`plugin:acme.${'w'.repeat(52)}`);
  });

  it('is its own though its name does not fit', () => {
    const long = [`acme.${'w'.repeat(53)}`, `acme.${'w'.repeat(54)}`, `${'p'.repeat(63)}.a`, `${'p'.repeat(63)}.b`];
    const lanes = long.map(pluginChannel);
    expect(new Set(lanes).size).toBe(4);
    expect(lanes.every((lane) => lane.length === 64 && isPluginChannel(lane))).toBe(true);
    expect(lanes[0]).toMatch(/^plugin:acme\.w+_[0-9a-f]{16}$/);
  });

  it.each(['plugin:', 'plugin:acme', 'plugin:Acme.weather', 'inbox', `plugin:acme.${'w'.repeat(60)}`])(
    'is not %s',
    (name) => expect(isPluginChannel(name)).toBe(false),
  );
});
