import type { LocalText } from '@sojourn/kernel';

/** A list of words in both languages, each with its own comma. */
export interface WordList {
  readonly en: string;
  readonly zh: string;
}

/** Fields of a contact as the consent screen calls them; a house spec holds the two together. */
const PLAIN: Readonly<Record<string, LocalText>> = {
  email: words('e-mail address', '邮箱地址'),
  phone: words('phone number', '手机号'),
  externalId: words('your own id of the contact', '您系统中的客户编号'),
  language: words('language', '语言'),
  timeZone: words('time zone', '时区'),
  tags: words('all tags', '全部标签'),
  event: words('the event that let the contact in', '触发进入的事件'),
  id: words('contact number', '客户编号'),
  name: words('name', '姓名'),
};

const ALL: Readonly<Record<string, LocalText>> = {
  attributes: words('all attributes', '全部属性'),
  variables: words('all variables of the journey', '旅程的全部变量'),
  events: words('the whole history of events', '全部事件历史'),
  tags: words('all tags', '全部标签'),
  identities: words('all identities', '全部身份标识'),
};

const ONE: Readonly<Record<string, (name: string) => LocalText>> = {
  attributes: (name) => words(`attribute “${name}”`, `属性“${name}”`),
  variables: (name) => words(`variable “${name}”`, `变量“${name}”`),
  events: (name) => words(`history of “${name}”`, `“${name}”的历史`),
  tags: (name) => words(`tag “${name}”`, `标签“${name}”`),
  identities: (name) => words(`identity “${name}”`, `身份标识“${name}”`),
};

const CHANNELS: Readonly<Record<string, LocalText>> = {
  email: words('e-mail', '邮件'),
  sms: words('text message', '短信'),
  inbox: words('inbox', '站内信'),
  push: words('push message', '推送'),
  webhook: words('webhook', 'Webhook'),
};

/** `attributes.city` as a person would say it: attribute “city”. What nobody knows stays as it is. */
export function fieldWords(field: string): LocalText {
  if (Object.hasOwn(PLAIN, field)) return PLAIN[field]!; // just looked for
  const at = field.indexOf('.');
  const [group, name] = at < 0 ? [field, '*'] : [field.slice(0, at), field.slice(at + 1)];
  if (!Object.hasOwn(ONE, group)) return words(field, field);
  return (name === '*' ? ALL[group] : ONE[group]?.(name)) ?? words(field, field);
}

/** `sms` as a text message; a channel of a plugin keeps its name. */
export function channelWords(channel: string): LocalText {
  return (Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined) ?? words(channel, channel);
}

/** As many as a person reads, and how many there are besides. */
export function listWords(all: readonly LocalText[], most: number): WordList {
  const shown = all.slice(0, most);
  const more = all.length - shown.length;
  return {
    en: shown.map(({ en }) => en).join(', ') + (more > 0 ? ` and ${more} more` : ''),
    zh: shown.map((one) => one['zh-CN']).join('、') + (more > 0 ? `等 ${all.length} 项` : ''),
  };
}

/** What stands for itself in every language: hosts, names of events. */
export function asTheyAre(names: readonly string[]): readonly LocalText[] {
  return names.map((name) => words(name, name));
}

function words(en: string, zh: string): LocalText {
  return { en, 'zh-CN': zh };
}
