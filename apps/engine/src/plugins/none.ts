import type { PluginCatalogue, PluginRunner } from '../ports.js';

/** A house in which nothing is installed beside what ships: for tools and specs that are about something else. */
export const noPluginCatalogue: PluginCatalogue = {
  installed: () => Promise.resolve([]),
  byPins: () => Promise.resolve([]),
  versionsOf: () => Promise.resolve([]),
};

/** For a house without plugins: there is nothing to run. */
export const noPluginRunner: PluginRunner = {
  call: ({ pin }) => Promise.resolve({ fault: `${pin.plugin} is not installed` }),
  rehearse: ({ pin, items }) => Promise.resolve(items.map(() => ({ fault: `${pin.plugin} is not installed` }))),
};
