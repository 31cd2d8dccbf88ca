/** What to do about the failures that people meet; by npm's own code. */
const REMEDIES: readonly (readonly [code: RegExp, remedy: string])[] = [
  [/ENEEDAUTH|E401/, 'You are not signed in there: run "npm login", with the same --registry if you name one.'],
  [
    /E403|EPUBLISHCONFLICT/,
    'The registry forbids it: that version is there already, or the name belongs to somebody else.',
  ],
  [/E404/, 'The registry has no such package or version: look at the name, and at the registry.'],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ERR_SOCKET_TIMEOUT/, 'The registry does not answer: look at its address and at your network.'], // prettier-ignore
  [/ETARGET|EINVALIDTAGNAME|EINVALIDPACKAGENAME|EUNSUPPORTEDPROTOCOL/, 'There is no such version: give a name and an exact version, as NAME@1.2.0.'], // prettier-ignore
];

/** A failure of npm in at most three lines: what was asked, what npm says, what to do. */
export function npmWords(args: readonly string[], said: string, code: number | null): string {
  const lines = said
    .split('\n')
    .map((line) => /^npm (?:error|ERR!)\s*(.*)$/.exec(line)?.[1]?.trim() ?? '')
    .filter((line) => line !== '' && !/^A complete log of this run|^code |^errno |^syscall |^(network|404) (This is|In most|Note|You can|tarball)/.test(line)); // prettier-ignore
  const all = [...said.matchAll(/^npm (?:error|ERR!) (?:code|errno) (\S+)/gm)].map(([, one]) => one);
  const codes = [...new Set(all)].join(' ');
  const remedy = REMEDIES.find(([pattern]) => pattern.test(codes))?.[1];
  const own = lines[0] ?? said.trim().split('\n').at(-1) ?? '';
  const what = args.slice(0, args[1]?.startsWith('-') ? 1 : 2).join(' ');
  return [`npm ${what} failed (${codes || `exit code ${code ?? 'none, it was ended'}`}): ${own}`, ...(remedy ? [remedy] : [])].join('\n'); // prettier-ignore
}
