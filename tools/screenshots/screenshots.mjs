/**
 * `node tools/screenshots/screenshots.mjs`: the pictures of the documentation, taken from the demo workspace of an engine
 * with scratch data: canvas, contact and journeys, in both languages and both themes. Those of plugins are made by
 * `plugins.mjs` beside it.
 */
import path from 'node:path';
import { readArgs, withSession } from './session.mjs';

const USAGE = `node tools/screenshots/screenshots.mjs [NAME ...]   writes docs/pictures/NAME-{en,zh}-{light,dark}.png

NAME             canvas, contact, journeys; without any, all of them
--only SUFFIX    only this one of en-light, en-dark, zh-light, zh-dark; may be given again
--to FOLDER      somewhere else than docs/pictures

Starts an engine of its own (npm start on a free port, scratch data) and needs a Chromium
(CHROMIUM_PATH=/path/to/chromium, else the usual places).`;

const PICTURES = { canvas, contact, journeys };
const { names, only, folder } = readArgs(process.argv.slice(2), Object.keys(PICTURES), USAGE);

await withSession({}, async (session) => {
  const places = await placesOf(session);
  await session.eachLook(only, async (page, suffix) => {
    for (const name of names) {
      await session.go(page, places[name]);
      await PICTURES[name](page);
      await session.photograph(page, path.join(folder, `${name}-${suffix}.png`));
    }
  });
});

/** As it opens: the beginning of the journey at a size that can be read, its numbers running. */
async function canvas(page) {
  await page.locator('.react-flow__node').first().waitFor();
  await page.locator('.sc-count').first().waitFor();
}

async function contact(page) {
  await page.locator('.road-step').first().waitFor();
}

async function journeys(page) {
  await page.locator('.ant-table-row').first().waitFor();
}

/** What is worth a picture: the journey that most entered, and somebody who went all of its way. */
async function placesOf({ ask }) {
  const { items } = await ask('/api/journeys');
  const [most] = [...items].sort((a, b) => b.entered - a.entered);
  const runs = await ask(`/api/journeys/${most.id}/runs?state=ended`);
  const paths = await Promise.all(runs.items.slice(0, 40).map((run) => ask(`/api/contacts/${run.contact.id}/runs`)));
  const longest = paths
    .map((list, index) => ({
      steps: Math.min(12, list[0].path.length) + list.length,
      id: runs.items[index].contact.id,
    }))
    .sort((a, b) => b.steps - a.steps)[0];
  return { canvas: `/journeys/${most.id}`, contact: `/contacts/${longest.id}`, journeys: '/journeys' };
}
