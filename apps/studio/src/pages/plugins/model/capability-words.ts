import type { TFunction } from 'i18next';
import type { Capability } from '../../../api/plugins.js';
import { fieldWords, listWords } from './field-words.js';
import { partsOf } from './parts.js';

/** One capability as a sentence: what it may do, to whom, how far. The plugin's own reason is not in it. */
export function capabilityWords(t: TFunction, capability: Capability): string {
  const parts = listWords(
    t,
    partsOf(capability).map((part) => partWords(t, capability, part)),
  );
  switch (capability.kind) {
    case 'http':
      return t('plugins:may.http', { hosts: parts, verbs: verbWords(t, capability.methods) });
    case 'contacts.read':
      return t('plugins:may.contacts_read', { fields: parts });
    case 'contacts.write':
      return t('plugins:may.contacts_write', { fields: parts });
    case 'messages.send':
      return t('plugins:may.messages_send', { channels: parts, count: capability.perContactPerDay });
    case 'kv':
      return t('plugins:may.kv', { scopes: parts, size: sizeWords(capability.quotaKb) });
    case 'events.emit':
      return t('plugins:may.events_emit', { names: parts });
    default:
      return t(`plugins:may.${capability.kind}`);
  }
}

/** The small print below the sentence: paths and methods as they go over the wire. */
export function capabilityDetail(capability: Capability): string | undefined {
  return capability.kind === 'http' ? `${capability.methods.join(' ')} ${capability.paths.join(' ')}` : undefined;
}

/** One part of a capability, beside its tick. */
export function partWords(t: TFunction, capability: Capability, part: string): string {
  switch (capability.kind) {
    case 'contacts.read':
    case 'contacts.write':
      return fieldWords(t, part);
    case 'messages.send':
      return t(`plugins:channel.${part}`, { defaultValue: part });
    case 'kv':
      return t(`plugins:scope.${part}`, { defaultValue: part });
    default:
      return part;
  }
}

const READING = ['GET', 'HEAD'];

/** GET reads, POST, PUT and PATCH send and change, DELETE deletes. */
function verbWords(t: TFunction, methods: readonly string[]): string {
  const verbs = [
    ...(methods.some((method) => READING.includes(method)) ? ['read'] : []),
    ...(methods.some((method) => ['POST', 'PUT', 'PATCH'].includes(method)) ? ['write'] : []),
    ...(methods.includes('DELETE') ? ['delete'] : []),
  ];
  return listWords(
    t,
    verbs.map((verb) => t(`plugins:verb.${verb}`)),
  );
}

function sizeWords(kb: number): string {
  return kb >= 1024 && kb % 1024 === 0 ? `${kb / 1024} MB` : `${kb} KB`;
}
