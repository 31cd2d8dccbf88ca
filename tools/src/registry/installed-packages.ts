import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { create } from 'tar';
import { repository } from '../chaos/repository.js';

/** A registry of what is installed in this checkout: a private registry asks it for what others have written. Nothing leaves the machine. */
export interface InstalledPackages {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves names and packages of node_modules on 127.0.0.1; 404 for everything else, such as binaries for other systems. */
export async function serveInstalled(): Promise<InstalledPackages> {
  const root = repository();
  const { packages } = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as { readonly packages: object }; // prettier-ignore
  const places = Object.keys(packages);
  const server = createServer((request, response) => {
    const [name = '', version] = decodeURIComponent(request.url ?? '').slice(1).split('/-/'); // prettier-ignore
    void answer(name, version, response).catch(() => response.destroy());
  });
  const answer = async (name: string, version: string | undefined, response: ServerResponse): Promise<void> => {
    const versions = await versionsOf(root, places, name);
    if (version === undefined) {
      if (versions.size === 0) return void response.writeHead(404).end('{}');
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify(packument(name, versions)));
    }
    const folder = versions.get(version.replace(/\.tgz$/, ''))?.folder;
    if (folder === undefined) return void response.writeHead(404).end();
    const files = readdirSync(folder).filter((entry) => !LEFT_OUT.has(entry));
    create({ cwd: folder, gzip: { level: 1 }, prefix: 'package', portable: true }, files).pipe(response);
  };
  const url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
  const packument = (name: string, versions: Versions): object => ({
    name,
    'dist-tags': { latest: [...versions.keys()][0] },
    versions: Object.fromEntries(
      [...versions].map(([version, { json }]) => [version, { ...json, dist: { tarball: `${url}/${name}/-/${version}.tgz` } }]), // prettier-ignore
    ),
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Packages of their own, and Node's headers and manuals, which nobody here compiles with. */
const LEFT_OUT = new Set(['node_modules', 'include', 'share']);

type Versions = ReadonlyMap<string, { readonly folder: string; readonly json: object }>;

async function versionsOf(root: string, places: readonly string[], name: string): Promise<Versions> {
  const found = new Map<string, { folder: string; json: object }>();
  for (const place of places) {
    if (place !== `node_modules/${name}` && !place.endsWith(`/node_modules/${name}`)) continue;
    const folder = path.join(root, place);
    const file = path.join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const json = JSON.parse(await readFile(file, 'utf8')) as { readonly version: string };
    found.set(json.version, { folder, json });
  }
  return found;
}
