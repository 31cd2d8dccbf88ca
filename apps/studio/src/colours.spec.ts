import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../../..');
const folders = ['apps/studio/src', 'libs/ui/src'];

/** Where a colour may be spelled: the palette itself, and the white ground that mail is written for. */
const MAY = [/theme\/palette\.ts$/, /pages\/inbox\/guarded\.ts$/, /journey-editor\/editor\.css$/, /\.spec\.tsx?$/];
const COLOUR = /#(?:[0-9a-f]{6}|[0-9a-f]{3})\b(?!['"]?\s*\))|\b(?:rgb|hsl)a?\(/i;

describe('colours come from the palette alone', () => {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(css|tsx?)$/.test(name) && !name.includes('api/schema'))
      .map((name) => join(folder, name)),
  );

  it.each(files.filter((file) => !MAY.some((one) => one.test(file))))('%s spells none', (file) => {
    const spelled = readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => COLOUR.test(line) && !/href=|`#|'#\$|#\$\{/.test(line));
    expect(spelled).toEqual([]);
  });
});
