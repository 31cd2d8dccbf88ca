import type { JsonObject } from '@sojourn/kernel';
import { nodeManifestOf, nodeTypeOf } from '@sojourn/plugin-sdk';
import type { Session } from '../engine/session.js';
import { readProject } from '../project.js';
import { readFixtures } from '../test/read-fixtures.js';
import { drawable } from './swap.js';

/** As many contacts of the fixtures as are put into an empty workspace. */
const MOST = 20;
const KNOWN = ['email', 'phone', 'language', 'timeZone', 'attributes', 'tags'];

/** Puts the contacts of the fixtures into a workspace that has none, so that there is somebody to try the nodes on. */
export async function fillWithContacts(folder: string, session: Session): Promise<number> {
  const { items } = await session.send<{ items: unknown[] }>('GET', '/api/contacts');
  if (items.length > 0) return 0;
  const written = (await readFixtures(await readProject(folder))).flatMap((fixture) => fixture.items).slice(0, MOST);
  const taken = new Set<string>();
  let made = 0;
  for (const { name, contact = {} } of written) {
    const fields = Object.fromEntries(Object.entries(contact).filter(([key]) => KNOWN.includes(key)));
    // Two contacts of one house do not share an address.
    if (typeof fields['email'] === 'string') {
      if (taken.has(fields['email'])) delete fields['email'];
      else taken.add(fields['email']);
    }
    made += 1;
    await session.send('POST', '/api/contacts', { ...fields, externalId: `sample-${made}`, name });
  }
  return made;
}

/** A drawing with each node of the plugin on it, made once; answers its id, or null when no node stands on drawings. */
export async function drawCanvas(folder: string, session: Session): Promise<number | null> {
  const { manifest } = await readProject(folder);
  const nodes = await drawable(folder);
  if (nodes.length === 0) return null;
  const name = `${manifest.title.en} (dev)`;
  const found = await session.send<{ items: { id: number; name: string }[] }>('GET', `/api/journeys?search=${encodeURIComponent(name)}`); // prettier-ignore
  const known = found.items.find((one) => one.name === name);
  if (known) return known.id;
  const pins = nodes.map(({ type }) => [
    type,
    { plugin: manifest.id, version: '0.0.0-dev', hash: `dev:${manifest.id}` },
  ]);
  const steps = nodes.map(({ type, node }, index) => ({
    id: node.type,
    type,
    config: node.defaults,
    position: { x: index * 320, y: 200 },
    ways: nodeTypeOf(nodeManifestOf(manifest, node.type)).outcomes(node.defaults),
  }));
  const first = steps[0]!; // there is one
  const document = {
    schemaVersion: 1,
    name,
    timeZone: 'UTC',
    entry: { position: { x: 0, y: 0 }, rules: [{ id: 'in', kind: 'api' }], reentry: { mode: 'always' } },
    exits: [],
    nodes: [
      ...steps.map(({ id, type, config, position }) => ({ id, type, config, position })),
      { id: 'end', type: 'exit', config: {}, position: { x: 0, y: 420 } },
    ],
    edges: [
      { id: 'start', from: { node: 'entry', outcome: 'entered' }, to: first.id },
      ...steps.flatMap(({ id, ways }, index) =>
        ways.map((way) => ({
          id: `${id}-${way.id}`,
          from: { node: id, outcome: way.id },
          to: steps[index + 1]?.id ?? 'end',
        })),
      ),
    ],
    plugins: Object.fromEntries(pins) as JsonObject,
  };
  return (await session.send<{ id: number }>('POST', '/api/journeys', { name, document })).id;
}
