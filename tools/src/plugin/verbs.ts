import type { Command } from '../cli/command.js';
import { ownEngine } from './engine/own-engine.js';
import { verbsEverywhere } from './verbs-everywhere.js';
import { conformanceVerb } from './verbs/conformance.js';
import { devVerb } from './verbs/dev.js';
import { packSdkVerb } from './verbs/pack-sdk.js';

/** Those of the checkout. */
export const VERBS: readonly Command[] = [...verbsEverywhere(devVerb(ownEngine)), packSdkVerb, conformanceVerb];
