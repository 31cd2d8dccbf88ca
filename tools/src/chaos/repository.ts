import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds nx.json, wherever this file was bundled to. */
export function repository(from: string = import.meta.dirname): string {
  if (existsSync(path.join(from, 'nx.json'))) return from;
  const above = path.dirname(from);
  if (above === from) throw new Error('The chaos suite runs inside the repository only: no nx.json above it.');
  return repository(above);
}
