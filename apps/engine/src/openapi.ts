import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openApiDocument } from './http/openapi-document.js';

/** Where the studio's client is generated from. */
export const OPENAPI_FILE = join(import.meta.dirname, '../../studio/src/api/openapi.json');

/** The file's text: two spaces, a newline at the end, so that a formatter leaves it alone. */
export async function openApiText(): Promise<string> {
  return JSON.stringify(await openApiDocument(), null, 2) + '\n';
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--help')) {
    console.log(
      'Usage: node apps/engine/dist/openapi.js\nWrites the OpenAPI document of the engine to apps/studio/src/api/openapi.json.',
    );
  } else {
    const text = await openApiText();
    const before = await readFile(OPENAPI_FILE, 'utf8').catch(() => '');
    await mkdir(dirname(OPENAPI_FILE), { recursive: true });
    await writeFile(OPENAPI_FILE, text);
    console.log(before === text ? `${OPENAPI_FILE} is current.` : `${OPENAPI_FILE} written.`);
  }
}
