/** The browser of this machine for the smoke test: `CHROMIUM_PATH`, else the usual places, else null. */
import { existsSync } from 'node:fs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  return [...(given ? [given] : USUAL)].find((file) => existsSync(file)) ?? null;
}
