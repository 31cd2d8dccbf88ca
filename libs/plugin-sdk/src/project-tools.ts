import { SDK_VERSION } from './plugin-manifest.js';

/** The release of `@sojourn/plugin-cli` that this one belongs to. */
export const CLI_VERSION = '0.1.0';

/** What a plugin's folder holds. */
export interface ProjectParts {
  /** Sources in src/. */
  readonly hasCode: boolean;
  /** Unit tests in tests/. */
  readonly hasSpecs: boolean;
}

/** What package.json of a new plugin says of its tools, so that it works wherever npm does. */
export function projectTools({ hasCode, hasSpecs }: ProjectParts): {
  readonly scripts: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
} {
  return {
    scripts: {
      test: `sojourn-plugin test${hasSpecs ? ' && node --test "tests/**/*.spec.ts"' : ''}`,
      dev: 'sojourn-plugin dev',
      check: `${hasCode ? 'tsc --noEmit && ' : ''}sojourn-plugin check`,
      build: 'sojourn-plugin build',
      release: 'sojourn-plugin publish',
    },
    devDependencies: {
      '@sojourn/plugin-cli': CLI_VERSION,
      '@sojourn/plugin-sdk': SDK_VERSION,
      ...(hasCode && { typescript: '^6.0.3' }),
    },
  };
}

/** What its README says of them, as Markdown. */
export function projectGuide({ hasCode, hasSpecs }: ProjectParts): string {
  const rows = [
    ['npm install'],
    ['npm test', `in the sandbox of production${hasSpecs ? ', then the unit tests' : ''}`],
    ['npm run dev -- --engine URL --key KEY', 'on a canvas, again after each change'],
    ['npm run check', `${hasCode ? 'types, ' : ''}manifest, package, icons${hasCode ? ', sources' : ''}`],
    ['npx sojourn-plugin keygen', 'once: the key you sign with'],
    ['npm run release', 'checks, tests, builds, signs, npm publish'],
  ] as const;
  return `With any Node from 20 on (what needs a newer one gets it from npm):

\`\`\`
${rows.map(([call, what]) => (what === undefined ? call : `${call.padEnd(42)}${what}`)).join('\n')}
\`\`\`

URL is a Sojourn that runs with \`SOJOURN_PLUGIN_DEV=on\`, KEY a secret key of a workspace there. \`npx sojourn-plugin --help\` names
the other verbs. In the folder of Sojourn itself nothing has to be installed: \`npm run -s sojourn -- plugin test <here>\`, and so on
(\`<here>\` is this folder).
`;
}
