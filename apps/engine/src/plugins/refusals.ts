import { fingerprint } from '@sojourn/packaging';
import { UserError } from '@sojourn/kernel';
import type { RefusedPlugin } from '@sojourn/storage';
import type { UsingJourney } from './plugin.dto.js';
import { usageWords } from './usage-words.js';

export const notInstalled = (plugin: string): UserError =>
  new UserError(`The plugin ${plugin.slice(0, 129)} is not installed in this workspace.`, {
    code: 'plugin.not-found',
    status: 404,
    details: { plugin: plugin.slice(0, 129) },
  });

export function pluginInUse(plugin: string, journeys: readonly UsingJourney[]): UserError {
  const { en, 'zh-CN': problem } = usageWords(journeys);
  const details = { plugin, journeys, problem };
  return new UserError(`${plugin} is in use. ${en} Or disable it.`, { code: 'plugin.in-use', status: 409, details });
}

export const notStaged = (hash: string): UserError =>
  new UserError('This package was not looked at in this workspace. Inspect or upload it first.', {
    code: 'plugin.not-staged',
    status: 404,
    details: { hash: hash.slice(0, 64) },
  });

export const wrongKey = (plugin: string, key: string, pinned: readonly string[]): UserError =>
  new UserError(
    `${plugin} is signed with the key ${fingerprint(key)}, not with that of its publisher (${pinned.map(fingerprint).join(', ')}). Do not install it; ask the publisher. If the key was replaced without a hand-over, retire the old one under Publishers first.`,
    { code: 'plugin.wrong-key', status: 422, details: { plugin, key, pinned } },
  );

export const unknownKey = (plugin: string, key: string): UserError =>
  new UserError(
    `Nobody here has installed anything of the publisher of ${plugin} before. Compare the key ${fingerprint(key)} with what the publisher says, then send trustKey.`,
    { code: 'plugin.unknown-key', status: 409, details: { plugin, key } },
  );

export const otherBytes = (plugin: string, version: string): UserError =>
  new UserError(
    `${plugin} ${version} was installed here with other bytes. A version is one thing for good: ask the publisher for a new one.`,
    { code: 'plugin.version-replaced', status: 422, details: { plugin, version } },
  );

export const unacknowledged = (warnings: readonly { readonly code: string }[]): UserError =>
  new UserError(`Read the warnings and acknowledge each: ${warnings.map(({ code }) => code).join(', ')}.`, {
    code: 'plugin.unacknowledged',
    status: 409,
    details: { warnings },
  });

export const tooMuch = (plugin: string, capability: unknown): UserError =>
  new UserError(`${plugin} does not ask for that much. Grant what it asks for, or less.`, {
    code: 'plugin.too-much',
    status: 422,
    details: { plugin, capability },
  });

export const nothingPending = (plugin: string, pending: string | null): UserError =>
  new UserError(
    pending === null
      ? `No version of ${plugin} waits for consent any more. Look again: somebody may have agreed or refused.`
      : `Another version of ${plugin} waits for consent now. Look at that one before you refuse it.`,
    { code: 'plugin.nothing-pending', status: 409, details: { plugin, pending } },
  );

export const wasRefused = ({ plugin, version, hash, at, userName }: RefusedPlugin): UserError =>
  new UserError(
    `${plugin} ${version} was refused here${userName === null ? '' : ` by ${userName}`}. Send \`askAgain\` to let it wait for consent once more, or \`capabilities\` to agree.`,
    { code: 'plugin.was-refused', status: 409, details: { plugin, version, hash, at: Number(at), by: userName } },
  );
