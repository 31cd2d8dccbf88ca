import { DAY, HOUR, seededRandom, type JsonObject, type Random } from '@sojourn/kernel';
import { momentOfDay } from './hours.js';

/** A shopper of the demo brand. Everything about them follows from the seed. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly language: 'zh-CN' | 'en';
  readonly persona: Persona;
  /** Epoch milliseconds. */
  readonly joinedAt: number;
  readonly traits: JsonObject;
  readonly tags: readonly string[];
}

/** How people shop; the shares and rates are invented, and chosen so that every node of the demo journeys sees traffic. */
export type Persona = 'loyal' | 'dealHunter' | 'browser' | 'dormant';

const PERSONAS: readonly (readonly [Persona, number])[] = [['loyal', 0.18], ['dealHunter', 0.27], ['browser', 0.35], ['dormant', 0.2]]; // prettier-ignore
const SURNAMES = '王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹'.split('');
const GIVEN = '子涵 欣怡 梓萱 思琪 雨桐 佳怡 诗涵 可馨 静怡 晓彤 浩宇 宇轩 子轩 博文 俊杰 明哲 志强 建国 丽华 秀英 婷婷 雪梅 嘉豪 天佑 若曦 安琪 语嫣 梦瑶 家豪 文博'.split(' '); // prettier-ignore
const ABROAD = ['Alice Morgan', 'Ben Carter', 'Chloe Martin', 'Daniel Reed', 'Emma Clarke', 'Grace Lee', 'Henry Walsh', 'Isla Turner']; // prettier-ignore
const CITIES: readonly (readonly [string, number])[] = [['上海', 0.2], ['杭州', 0.16], ['深圳', 0.14], ['北京', 0.13], ['成都', 0.12], ['广州', 0.1], ['武汉', 0.08], ['苏州', 0.07]]; // prettier-ignore
const SOURCES: readonly (readonly [string, number])[] = [['wecom', 0.34], ['mini-program', 0.26], ['official-account', 0.2], ['store', 0.12], ['douyin', 0.08]]; // prettier-ignore

/** How far the shop's past goes back. */
export const PAST_DAYS = 120;

/** `count` shoppers who joined over the 120 days before the end of a day, more of them lately, few of them at night. */
export function generatePeople(seed: string, count: number, endOfDay: number): Person[] {
  const random = seededRandom(`${seed}:people`);
  return Array.from({ length: count }, (_, i) => {
    const day = Math.ceil(Math.pow(random.next(), 1.6) * PAST_DAYS) || 1;
    return person(seed, i + 1, momentOfDay(endOfDay - day * DAY, random));
  });
}

/** The `number`th shopper, joined at a given moment: for those who arrive while the demo runs. */
export function person(seed: string, number: number, joinedAt: number): Person {
  const random = seededRandom(`${seed}:person:${number}`);
  const abroad = random.next() < 0.06;
  const name = abroad ? random.pick(ABROAD) : random.pick(SURNAMES) + random.pick(GIVEN);
  const persona = weighted(random, PERSONAS);
  const source = weighted(random, SOURCES);
  const userId = `demo-${String(number).padStart(5, '0')}`;
  return {
    userId,
    name,
    email: `${userId}@example.com`,
    language: abroad ? 'en' : 'zh-CN',
    persona,
    joinedAt: Math.floor(joinedAt),
    traits: {
      city: weighted(random, CITIES),
      source,
      birthday: birthday(random, joinedAt),
      memberLevel: persona === 'loyal' ? random.pick(['gold', 'silver']) : 'basic',
      ...(random.next() < 0.07 ? { noMarketing: true } : {}),
    },
    tags: [
      source === 'store' ? '到店' : '线上',
      ...(persona === 'dealHunter' ? ['价格敏感'] : []),
      ...(persona === 'loyal' ? ['复购'] : []),
    ],
  };
}

function birthday(random: Random, now: number): string {
  const age = 18 + random.int(42);
  return new Date(now - age * 365.25 * DAY - random.int(365 * 24) * HOUR).toISOString().slice(0, 10);
}

export function weighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  let left = random.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of choices) if ((left -= weight) < 0) return value;
  return choices[choices.length - 1]![0]; // rounding left a crumb: the last choice takes it
}
