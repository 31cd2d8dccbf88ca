import { join } from 'node:path';
import { StartError } from './start-error.js';
import { VARIABLES, type Variable } from './variables.js';

type Values = { readonly [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K] extends Variable<infer T> ? T : never };

/** What the engine was told, read once at the start. */
export interface Config extends Omit<Values, 'databaseUrl'> {
  readonly databaseUrl: string;
}

/** Reads the environment. A value that cannot be used ends the start with one line that names it. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = Object.fromEntries(
    Object.entries<Variable<unknown>>(VARIABLES).map(([key, variable]) => [key, valueOf(variable, env)]),
  );
  const config = values as unknown as Values; // built from the same table that types it
  return { ...config, databaseUrl: config.databaseUrl ?? `sqlite:${join(config.dataDir, 'sojourn.db')}` };
}

function valueOf(variable: Variable<unknown>, env: Readonly<Record<string, string | undefined>>): unknown {
  const given = env[variable.name]?.trim();
  const text = given === undefined || given === '' ? variable.default : given;
  try {
    return variable.parse(text);
  } catch (error) {
    const shown = variable.secret ? '(hidden)' : JSON.stringify(text);
    throw new StartError(`${variable.name}=${shown} ${(error as Error).message}.`, 2);
  }
}

/** Names that look like ours and are not: a misspelt variable would otherwise be silently ignored. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = new Set<string>(Object.values(VARIABLES).map(({ name }) => name));
  return Object.keys(env).filter(
    (name) => name.startsWith('SOJOURN_') && !known.has(name) && !READ_BY_OTHERS.test(name),
  );
}

/** The launcher and the tests have variables of their own. */
const READ_BY_OTHERS = /^SOJOURN_(TEST|CI|LAUNCHER)_/;

/** The table of docs/configuration.md. */
export function configurationTable(): string {
  const rows = Object.values<Variable<unknown>>(VARIABLES).map(
    ({ name, default: value, defaultText, description }) =>
      `| \`${name}\` | ${defaultText ?? `\`${value}\``} | ${description.replaceAll('|', '\\|')} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n') + '\n';
}
