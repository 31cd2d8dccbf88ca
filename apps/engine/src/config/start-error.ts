/** The engine cannot start, and one line says why and what to do. */
export class StartError extends Error {
  /** 2 for a value in the environment, 1 for the world around (port, folder, database). */
  readonly exitCode: number;

  constructor(message: string, exitCode = 1, options?: { readonly cause?: unknown }) {
    super(message.replaceAll(/\s*\n\s*/g, ' '), options);
    this.name = 'StartError';
    this.exitCode = exitCode;
  }
}

interface SystemFault {
  readonly code?: string;
  readonly message?: string;
  readonly sqlMessage?: string;
  readonly cause?: unknown;
}

/** Turns what the system says about a folder into a line with the remedy. */
export function folderFault(folder: string, error: unknown): StartError {
  const { code, message } = error as SystemFault;
  const why =
    code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
      ? 'is not writable'
      : code === 'ENOTDIR' || code === 'EEXIST'
        ? 'is not a folder'
        : code === 'ENOSPC'
          ? 'is on a full disk'
          : `cannot be used (${message})`;
  return new StartError(
    `The data folder ${folder} ${why}. Make it writable for this user, or point SOJOURN_DATA_DIR to another folder.`,
    1,
    { cause: error },
  );
}

/** Turns what the network says about listening into a line with the remedy. */
export function listenFault(host: string, port: number, error: unknown, variable = 'PORT'): StartError {
  const { code, message } = error as SystemFault;
  if (code === 'EADDRINUSE')
    return new StartError(
      `Port ${port} on ${host} is taken by another program. Stop it, or start with another one: ${variable}=${port + 1} npm start`,
      1,
      { cause: error },
    );
  if (code === 'EACCES')
    return new StartError(`Port ${port} needs special rights. Choose one above 1023: ${variable}=3000 npm start`, 1, {
      cause: error,
    });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(`HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`, 1, {
      cause: error,
    });
  return new StartError(`Cannot listen on ${host}:${port} (${message}). Choose another HOST or PORT.`, 1, {
    cause: error,
  });
}

/** Turns what a database says about being opened into a line with the remedy. Never prints the password. */
export function databaseFault(url: string, error: unknown): StartError {
  const { code, message } = rootFault(error);
  const where = nameOf(url);
  if (url.startsWith('sqlite:')) return sqliteFault(where, code, message, error);
  const say = (text: string): StartError => new StartError(text, 1, { cause: error });
  switch (code) {
    case 'ECONNREFUSED':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return say(`No database answers at ${where} (${code}). Start it, or correct SOJOURN_DATABASE_URL.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(`The database host of ${where} cannot be found. Correct the host in SOJOURN_DATABASE_URL.`);
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR':
      return say(
        `The database at ${where} refuses this user or password. Correct SOJOURN_DATABASE_URL, or grant the user all rights on the database.`,
      );
    case 'ER_BAD_DB_ERROR':
      return say(
        `The database of ${where} does not exist. Create it: CREATE DATABASE ... CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
      );
    default:
      return say(`The database at ${where} cannot be used: ${message}. Check SOJOURN_DATABASE_URL.`);
  }
}

function sqliteFault(where: string, code: string | undefined, message: string, error: unknown): StartError {
  const say = (text: string): StartError => new StartError(text, 1, { cause: error });
  if (code?.startsWith('SQLITE_BUSY') || /lock(ed)?|another engine/i.test(message))
    return say(
      `The database ${where} is in use by another engine. Stop that one, or give this one its own SOJOURN_DATA_DIR.`,
    );
  if (code === 'SQLITE_NOTADB')
    return say(`The file ${where} is not a SQLite database. Move it away, or correct SOJOURN_DATABASE_URL.`);
  if (
    code?.startsWith('SQLITE_READONLY') ||
    code === 'SQLITE_CANTOPEN' ||
    code === 'EACCES' ||
    code === 'ENOENT' ||
    /directory does not exist|unable to open/i.test(message)
  )
    return say(
      `The database file ${where} cannot be written. Make its folder exist and be writable, or correct SOJOURN_DATABASE_URL.`,
    );
  return say(`The database ${where} cannot be used: ${message}. Check SOJOURN_DATABASE_URL.`);
}

/** Drivers wrap: the innermost error that has a code says most. */
function rootFault(error: unknown): { readonly code: string | undefined; readonly message: string } {
  let found = error as SystemFault;
  for (let at: unknown = error; at instanceof Error; at = (at as SystemFault).cause) {
    if ((at as SystemFault).code && /^(E[A-Z_]+|SQLITE_\w+)$/.test((at as SystemFault).code ?? ''))
      found = at as SystemFault;
  }
  return { code: found.code, message: found.sqlMessage ?? found.message ?? String(error) };
}

/** The address without its credentials. */
export function nameOf(databaseUrl: string): string {
  if (databaseUrl.startsWith('sqlite:')) return databaseUrl.slice('sqlite:'.length);
  const url = URL.parse(databaseUrl);
  return url ? `${url.host}${url.pathname}` : '(unreadable address)';
}
