import type { Command } from '../cli/command.js';
import { buildVerb } from './verbs/build.js';
import { checkVerb } from './verbs/check.js';
import { conformanceVerb } from './verbs/conformance.js';
import { createVerb } from './verbs/create.js';
import { devVerb } from './verbs/dev.js';
import { diffVerb } from './verbs/diff.js';
import { keygenVerb } from './verbs/keygen.js';
import { packSdkVerb } from './verbs/pack-sdk.js';
import { publishVerb } from './verbs/publish.js';
import { replayVerb } from './verbs/replay.js';
import { revokeVerb } from './verbs/revoke.js';
import { signVerb } from './verbs/sign.js';
import { testVerb } from './verbs/test.js';
import { verifyVerb } from './verbs/verify.js';

/** In the order in which a developer needs them. */
export const VERBS: readonly Command[] = [
  createVerb,
  devVerb,
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
  packSdkVerb,
  conformanceVerb,
];
