import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MANIFEST_FILE } from '@sojourn/packaging';
import { checkPluginManifest, SDK_VERSION, supports, type PluginManifest } from '@sojourn/plugin-sdk';
import { jsonPlaces, type Place } from '../json-place.js';
import type { Project } from '../project.js';
import { problem, warning, type Problem } from './problem.js';

const CONTRACT = 'docs/plugins/contract.md has the contract.';

/** What to do, by what is wrong; for all else the message says it. */
const REMEDIES: { readonly [code: string]: string } = {
  'manifest.undeclared': 'Ask for it in "capabilities" with a reason, or do without it.',
  'manifest.needless': 'Take it out of "capabilities", or name it in the node that needs it ("data", "uses").',
  'manifest.duplicate-outcome': 'Give one of them another id.',
  'manifest.unknown-field': 'Name a field of the config by its pointer, such as /city, or add the field to "config".',
  'manifest.unknown-outcome': 'Name one of "outcomes".',
  'manifest.wordless-reason': 'Add its words to "reasons" in both languages.',
  'manifest.untranslated': 'Add the Chinese words.',
  'manifest.holes-differ': 'Use the same holes in both.',
  'manifest.defaults': 'Change "defaults" so that they meet "config".',
  'manifest.version': 'Write three numbers.',
};

/** What is wrong with plugin.json. */
export function manifestProblems(project: Project): readonly Problem[] {
  const { manifest } = project;
  const places = placesIn(project);
  const issues = checkPluginManifest(manifest);
  const found = issues.map(({ severity, code, pointer, message }) =>
    (severity === 'error' ? problem : warning)(
      MANIFEST_FILE,
      pointer,
      message.en,
      REMEDIES[code] ?? CONTRACT,
      lineOf(places, pointer),
    ),
  );
  // Ranges can be read.
  return issues.length > 0 ? found : rangeProblems(manifest);
}

function rangeProblems(manifest: PluginManifest): Problem[] {
  if (supports({ ...manifest, product: '*' }, { product: '0.0.0' }) !== 'sdk') return [];
  return [problem(MANIFEST_FILE, '/sdk', `It is for the contract ${manifest.sdk}, and this is ${SDK_VERSION}: no engine of this release would take it.`, `Write ^${SDK_VERSION}.`)]; // prettier-ignore
}

/** Empty when the file is gone since. */
function placesIn({ folder }: Project): ReadonlyMap<string, Place> {
  try {
    return jsonPlaces(readFileSync(path.join(folder, MANIFEST_FILE), 'utf8').replace(/^\ufeff/, ''));
  } catch {
    return new Map();
  }
}

/** Of what is missing: the line of what should have it. */
function lineOf(places: ReadonlyMap<string, Place>, pointer: string): number | undefined {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = places.get(at);
    if (place || at === '') return place?.line;
  }
}
