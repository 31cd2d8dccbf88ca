import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { validate, type JourneyDocument, type NodeCatalogue } from '@sojourn/journey';
import { messageOf, UserError } from '@sojourn/kernel';

export interface JourneyFile {
  /** The file's name without its ending: what the report calls the journey. */
  readonly key: string;
  readonly document: JourneyDocument;
}

/** Every journey document of a folder, in the order of their names; refuses the whole folder when one is not sound. */
export async function readJourneyFiles(folder: string, catalogue: NodeCatalogue): Promise<JourneyFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new UserError(`There is no folder of journeys at ${folder}.`, { code: 'replay.no-journeys', cause });
  });
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) {
    throw new UserError(`The folder ${folder} holds no .json file. Put one journey document per file there.`, {
      code: 'replay.no-journeys',
    });
  }
  return Promise.all(files.map((name) => readJourneyFile(join(folder, name), catalogue)));
}

export async function readJourneyFile(path: string, catalogue: NodeCatalogue): Promise<JourneyFile> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path} cannot be read as JSON: ${messageOf(error)}`, {
      code: 'replay.bad-journey',
      cause: error,
    });
  }
  const errors = validate(document, catalogue).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const list = errors.slice(0, 10).map(({ pointer, message }) => `  ${pointer || '/'}: ${message.en}`);
    throw new UserError(`${path} is not a sound journey:\n${list.join('\n')}`, { code: 'replay.bad-journey' });
  }
  return { key: basename(path, '.json'), document: document as JourneyDocument }; // validate found no error
}
