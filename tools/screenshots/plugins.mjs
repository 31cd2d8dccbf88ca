/**
 * `node tools/screenshots/plugins.mjs`: the pictures of plugins, taken from the demo workspace with sample plugins installed:
 * what is installed and what a registry offers, the consent screen, a ghost on the canvas, the upgrade of a journey, who sees which
 * personal data, a source of events, the editor of a script and the workbench.
 */
import { createServer } from 'node:http';
import path from 'node:path';
import { samplePlugins } from './sample-plugins.mjs';
import { readArgs, withSession } from './session.mjs';

const USAGE = `node tools/screenshots/plugins.mjs [NAME ...]   writes docs/pictures/NAME-{en,zh}-{light,dark}.png

NAME             plugins, available, consent, ghost, upgrade, personal-data, sources, code-editor, workbench;
                 without any, all of them
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
  available: ['/plugins/available', (page) => page.locator('.ant-table-row').nth(1).waitFor()],
  sources: ['/plugins/north.shop?tab=sources', (page) => page.locator('.ant-table-row').first().waitFor()],
  'code-editor': [
    '/journeys/:script/nodes/judge/code',
    async (page) => {
      await page.locator('.wb-editor .monaco-editor .mtk1').first().waitFor();
      await page
        .locator('.wb-editor .monaco-editor')
        .first()
        .click({ position: { x: 300, y: 300 } });
      await page.keyboard.press('Control+Enter');
      await page.locator('.wb-results tbody tr').first().waitFor();
      await page.waitForLoadState('networkidle');
    },
  ],
  workbench: [
    '/plugins/workbench',
    async (page) => {
      await page.locator('.wb-card').waitFor();
      await page.locator('.wb-file:not([hidden]) .monaco-editor .mtk1').first().waitFor();
      await page.waitForLoadState('networkidle');
    },
  ],
  'personal-data': ['/journeys/:id/personal-data', (page) => page.locator('.data-picture').waitFor()],
};
const { names, only, folder } = readArgs(process.argv.slice(2), ['consent', ...Object.keys(PICTURES)], USAGE);

const registry = await withSamples();
await withSession({ SOJOURN_PLUGIN_REGISTRY: registry.url }, async (session) => {
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
  const script = await scripted(session);
  await session.eachLook(only, async (page, suffix) => {
    for (const name of names.filter((one) => one in PICTURES)) {
      const [place, ready] = PICTURES[name];
      await session.go(page, place.replace(':id', String(journey)).replace(':script', String(script)));
      await ready(page);
      await photograph(page, name, suffix);
    }
  });
}).finally(() => registry.close());

/** What a registry says when it is searched: enough to be looked at. Nothing is fetched from it. */
async function withSamples() {
  const found = (name, version, description, publisher, date) => ({
    package: { name, version, description, date, keywords: ['sojourn-plugin'], publisher: { username: publisher } },
  });
  const objects = [
    found('@acme/sojourn-weather', '1.1.0', 'Sends people different ways by the weather where they are, so that nobody is offered an ice cream in the rain.', 'acme', '2026-10-12T08:00:00Z'), // prettier-ignore
    found('studio9-quiz', '2.3.1', 'Sends people by how they answered a question.', 'studio9', '2026-09-03T08:00:00Z'),
    found('@north/sojourn-shop', '1.0.0', 'Brings orders of a shop as events.', 'north', '2026-11-02T08:00:00Z'),
    found('sojourn-plugin-next-best-product', '0.4.2', 'Picks the product that a contact is most likely to buy next, from what others bought.', 'harbour-labs', '2026-11-18T08:00:00Z'), // prettier-ignore
    found(
      '@lantern/sojourn-sms',
      '3.0.0',
      'A channel for text messages with receipts.',
      'lantern',
      '2026-08-21T08:00:00Z',
    ),
  ];
  const server = createServer((request, response) => {
    const isSearch = request.url?.startsWith('/-/v1/search');
    response.writeHead(isSearch ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isSearch ? { objects, total: objects.length } : {}));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** A journey with a script in it, as somebody would write one on the second day. */
async function scripted({ ask }) {
  const source = [
    'const { memberLevel, city } = contact.attributes;',
    "const isMember = memberLevel === 'gold' || memberLevel === 'silver';",
    "log('level', memberLevel, 'in', city);",
    '',
    'if (isMember) {',
    "  return { outcome: 'member', variables: { discount: memberLevel === 'gold' ? 15 : 10 } };",
    '}',
    "return { outcome: 'other', variables: { discount: 5 } };",
    '',
  ].join('\n');
  const outcomes = [
    { id: 'member', label: 'Members' },
    { id: 'other', label: 'Others' },
  ];
  const document = {
    schemaVersion: 1,
    name: 'Discount by level',
    entry: { position: { x: 0, y: 0 }, rules: [{ id: 'api', kind: 'api' }], reentry: { mode: 'once' } },
    exits: [],
    nodes: [
      { id: 'judge', type: 'code', title: 'Member level', config: { source, outcomes, timeoutMs: 250, memoryMb: 32 }, position: { x: 400, y: 0 } }, // prettier-ignore
    ],
    edges: [{ id: 'e1', from: { node: 'entry', outcome: 'entered' }, to: 'judge' }],
  };
  return (await ask('/api/journeys', { method: 'POST', data: { name: document.name, document } })).id;
}

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
  await install('shop');
  for (const [name, shop, minutes] of [['Harbour shop', 'shop-8', 15], ['North street', 'shop-1', 5], ['Old shop', 'closed', 60]])
    await ask('/api/sources', { method: 'POST', data: { name, plugin: 'north.shop', nodeType: 'orders', config: { shop }, everySeconds: minutes * 60 } }); // prettier-ignore
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
