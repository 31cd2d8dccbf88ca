import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import differences from './golden-liquid.differences.json' with { type: 'json' };
import { liquidEngine } from './liquid.js';

/** Golden Liquid (https://github.com/jg-rp/golden-liquid): what Shopify's Liquid answers. Not part of this repository. */
const FILE =
  process.env['SOJOURN_GOLDEN_LIQUID'] ??
  new URL('../../../../shared/data/text/golden_liquid_open.json', import.meta.url).pathname;

interface Vector {
  readonly name: string;
  readonly template: string;
  readonly data: object;
  readonly result?: string;
  readonly results?: readonly string[];
  readonly invalid?: boolean;
  readonly templates?: Record<string, string>;
}

const all: Vector[] = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as { tests: Vector[] }).tests : [];
if (all.length === 0)
  console.log(`skipped: the Golden Liquid vectors are not at ${FILE}; point SOJOURN_GOLDEN_LIQUID to them`);

/** Templates that read other templates: we have none by design. */
const ownFilesOnly = ({ template, templates }: Vector) =>
  templates === undefined && !/\{%-?\s*(include|render|layout|block)\b/.test(template);

describe.skipIf(all.length === 0)('Golden Liquid', () => {
  const engine = liquidEngine({ html: false, strict: false });
  const answer = ({ template, data }: Vector): string | Error => {
    try {
      return String(engine.parseAndRenderSync(template, data));
    } catch (error) {
      return error as Error;
    }
  };
  const passes = (vector: Vector): boolean => {
    const got = answer(vector);
    if (vector.invalid) return got instanceof Error;
    return typeof got === 'string' && (vector.results ?? [vector.result]).includes(got);
  };

  // By reason, in golden-liquid.differences.json: LiquidJS against Shopify's Ruby, not our options.
  it('agrees but for the listed differences of LiquidJS', () => {
    const failing = all.filter(ownFilesOnly).filter((vector) => !passes(vector));
    expect(failing.map(({ name }) => name).sort()).toEqual(Object.values(differences).flat().sort());
  });
});
