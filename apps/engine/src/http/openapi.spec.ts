import 'reflect-metadata';
import { expect, it } from 'vitest';
import { OPENAPI_FILE, openApiText } from '../openapi.js';

it('the OpenAPI document of the studio is current; `vitest -u` or `node apps/engine/dist/openapi.js` writes it', async () => {
  await expect(await openApiText()).toMatchFileSnapshot(OPENAPI_FILE);
});
