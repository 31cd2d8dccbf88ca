/**
 * `node tools/screenshots/plugins.mjs`: the pictures of plugins, taken from the demo workspace with sample plugins installed:
 * what is installed, the consent screen, a ghost on the canvas, the upgrade of a journey, who sees which personal data.
 */
import path from 'node:path';
import { samplePlugins } from './sample-plugins.mjs';
import { readArgs, withSession } from './session.mjs';

const USAGE = `node tools/screenshots/plugins.mjs [NAME ...]   writes docs/pictures/NAME-{en,zh}-{light,dark}.png

NAME             plugins, consent, ghost, upgrade, personal-data; without any, all of them
--only SUFFIX    only this one of en-light, en-dark, zh-light, zh-dark; may be given again
--to FOLDER      somewhere else than docs/pictures`;

const FORECAST = 'acme.weather/forecast';
const LOOK_UP = 'acme.weather/look-up';
const QUIZ = 'studio9.quiz/answer';
const PICTURES = {
  plugins: ['/plugins', (page) => page.locator('.ant-table-row').nth(1).waitFor()],
  ghost: [
    '/journeys/:id',
    async (page) => {
      await page.locator('.sc-ghost').waitFor();
      // Near enough to read, with the remedy beside it.
      await page
        .locator('.react-flow__node')
        .filter({ has: page.locator('.sc-ghost') })
        .click();
      await page.locator('.ghost-notice').waitFor();
      await page.locator('.je-form-skeleton').waitFor({ state: 'detached' });
    },
  ],
  upgrade: [
    '/journeys/:id',
    async (page) => {
      await page.locator('.upgrade-banner .ant-btn-primary').click();
      await page.locator('.diff').waitFor();
    },
  ],
  'personal-data': ['/journeys/:id/personal-data', (page) => page.locator('.data-picture').waitFor()],
};
const { names, only, folder } = readArgs(process.argv.slice(2), ['consent', ...Object.keys(PICTURES)], USAGE);

await withSession({ SOJOURN_PLUGIN_REGISTRY: 'off' }, async (session) => {
  // Built by the time the engine runs, not before. The linter takes what is named here for lazy everywhere in the tools.
  const packaging = '@sojourn/packaging';
  const packages = await samplePlugins(await import(packaging));
  const photograph = (page, name, suffix) => session.photograph(page, path.join(folder, `${name}-${suffix}.png`));
  if (names.includes('consent'))
    await session.eachLook(only, async (page, suffix) => {
      await session.go(page, '/plugins');
      await page.locator('input[type=file]').first().setInputFiles({ name: 'weather.tgz', mimeType: 'application/gzip', buffer: packages.weather }); // prettier-ignore
      await page.locator('.capability').first().waitFor();
      // Narrowed by one, so that it is seen that it can be.
      await page.locator('.capability-parts input').nth(1).uncheck();
      await photograph(page, 'consent', suffix);
    });
  const journey = await live(session, packages);
  await session.eachLook(only, async (page, suffix) => {
    for (const name of names.filter((one) => one in PICTURES)) {
      const [place, ready] = PICTURES[name];
      await session.go(page, place.replace(':id', String(journey)));
      await ready(page);
      await photograph(page, name, suffix);
    }
  });
});

/** Two plugins, a journey with both and people in it; then one is switched off and the other has a newer version. */
async function live({ ask }, packages) {
  const install = async (name) => {
    const found = await ask('/api/plugins/upload', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      data: packages[name],
    });
    const body = { hash: found.staged, capabilities: found.capabilities, acknowledge: [], trustKey: true };
    const place = found.isUpgradeOf ? `/api/plugins/${found.plugin.id}/upgrade` : '/api/plugins/install';
    await ask(place, { method: 'POST', data: body });
  };
  await install('weather');
  await install('quiz');
  const { id, revision } = await ask('/api/journeys', {
    method: 'POST',
    data: { name: 'Rainy day offer', document: drawing() },
  });
  await ask(`/api/journeys/${id}/publish`, { method: 'POST', data: { revision } });
  const { items } = await ask('/api/contacts');
  await ask('/api/plugins/studio9.quiz/disable', { method: 'POST' });
  await ask(`/api/journeys/${id}/entries`, {
    method: 'POST',
    data: { contactIds: items.slice(0, 40).map((one) => one.id) },
  });
  await install('weather11');
  return id;
}

function drawing() {
  const node = (id, type, config, x, y) => ({ id, type, config, position: { x, y } });
  const edge = (from, outcome, to) => ({ id: `${from}-${outcome}`, from: { node: from, outcome }, to });
  return {
    schemaVersion: 1,
    name: 'Rainy day offer',
    entry: { position: { x: 0, y: 0 }, rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'once' } },
    exits: [],
    nodes: [
      node('weather', FORECAST, { city: 'Shanghai', station: '58362' }, 360, 0),
      node('quiz', QUIZ, {}, 700, 120),
      node('wait', 'wait', { mode: 'duration', duration: { amount: 1, unit: 'days' } }, 700, -60),
      node('keep', LOOK_UP, {}, 1040, -60),
      node('end', 'exit', {}, 1040, 120),
    ],
    edges: [
      edge('entry', 'entered', 'weather'),
      edge('weather', 'dry', 'wait'),
      edge('weather', 'rain', 'quiz'),
      edge('wait', 'done', 'keep'),
      edge('quiz', 'right', 'end'),
    ],
  };
}
