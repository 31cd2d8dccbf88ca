import type { Command } from '../cli/command.js';
import { buildVerb } from './verbs/build.js';
import { checkVerb } from './verbs/check.js';
import { createVerb } from './verbs/create.js';
import { diffVerb } from './verbs/diff.js';
import { keygenVerb } from './verbs/keygen.js';
import { publishVerb } from './verbs/publish.js';
import { replayVerb } from './verbs/replay.js';
import { revokeVerb } from './verbs/revoke.js';
import { signVerb } from './verbs/sign.js';
import { testVerb } from './verbs/test.js';
import { verifyVerb } from './verbs/verify.js';

/** The verbs of the checkout and of the npm package, in the order in which a developer needs them. Only `dev` differs. */
export const verbsEverywhere = (dev: Command): readonly Command[] => [
  createVerb,
  dev,
  testVerb,
  checkVerb,
  buildVerb,
  keygenVerb,
  signVerb,
  verifyVerb,
  diffVerb,
  publishVerb,
  replayVerb,
  revokeVerb,
];
