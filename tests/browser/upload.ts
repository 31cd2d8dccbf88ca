import type { Studio } from './studio.js';

interface Staged {
  readonly staged: string;
  readonly capabilities: readonly unknown[];
}

/** Uploads a package and installs nothing: what the consent screen is made of. */
export async function stageUpload({ page, program }: Studio, bytes: Buffer): Promise<Staged> {
  const address = (place: string) => new URL(place, program.signIn).href;
  const { csrfToken } = (await (await page.request.get(address('/api/session'))).json()) as { csrfToken: string };
  const answer = await page.request.post(address('/api/plugins/upload'), {
    headers: { 'content-type': 'application/octet-stream', 'x-csrf-token': csrfToken },
    data: bytes,
  });
  if (!answer.ok()) throw new Error(`The upload was refused: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Staged;
}

/** Uploads a package and allows everything that it asks for: for specs of what comes after. */
export async function installUpload(studio: Studio, bytes: Buffer): Promise<void> {
  const { staged: hash, capabilities } = await stageUpload(studio, bytes);
  await studio.api('POST', '/api/plugins/install', { hash, capabilities, acknowledge: [], trustKey: true });
}
