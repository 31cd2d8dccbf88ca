import type { Condition } from '@sojourn/rules';
import { drawn, type Drawn } from './drawing.js';

/** Names of what the demo's journeys hand out. */
export const NEWCOMER_POOL = '新人专享券';
export const GROWTH_POOL = '成长奖励券';
export const GIFT_POOL = '节气礼盒兑换券';
export const TEA_COLLECTION = '二十四节气藏品';

const inbox = (title: string, subject: string, body: string, next: string): Drawn => ({
  type: 'message',
  title,
  config: { channel: 'inbox', subject, body, format: 'text' },
  to: { delivered: next, suppressed: next, failed: next },
});
const days = (amount: number) => ({ amount, unit: 'days' });
const exit = (label: string): Drawn => ({ type: 'exit', config: { label } });
const ordered = (id: string, label: string) => ({ id, label, event: 'order_placed' });
const spent = (value: number): Condition => ({
  op: 'event',
  event: 'order_placed',
  aggregate: 'sum',
  property: 'amount',
  is: 'gte',
  value,
});

/** Newcomer coupon (M03): unique, single use, with one reminder before it is forgotten. */
export const newcomerCoupon = drawn({
  name: '新人专享券 Newcomer coupon',
  description:
    '注册即领新人券，三天内未下单则提醒一次；首单即达成目标。 A coupon for newcomers, one reminder after three days.',
  rules: [{ id: 'signed-up', kind: 'event', event: 'signed_up' }],
  reentry: { mode: 'once' },
  exits: [{ id: 'ordered', name: '首单 First order', goal: true, when: { kind: 'event', event: 'order_placed' } }],
  nodes: {
    coupon: {
      type: 'coupon',
      title: '新人券 Newcomer coupon',
      config: { pool: NEWCOMER_POOL },
      to: { issued: 'send-code', soldOut: 'sorry', alreadyHas: 'wait-order' },
    },
    'send-code': inbox(
      '发券通知 Send code',
      '你的新人券到了',
      '{{ contact.attributes.name }}，送你一张新人券：{{ coupon.code }}，四天内有效，满 99 减 30。',
      'wait-order',
    ),
    sorry: inbox(
      '领完致歉 Sold out',
      '新人券已领完',
      '来晚一步，新人券已经领完。首单我们为你包邮，四天内有效。',
      'wait-order',
    ),
    'wait-order': {
      type: 'wait',
      title: '等首单 First order',
      config: { mode: 'duration', duration: days(3) },
      to: { done: 'wording' },
    },
    wording: {
      type: 'ab-split',
      title: '提醒文案 Wording',
      config: {
        arms: [
          { id: 'care', label: '关怀 Caring', weight: 1 },
          { id: 'urge', label: '紧迫 Urgent', weight: 1 },
        ],
        holdout: { percent: 10 },
      },
      to: { care: 'remind-care', urge: 'remind-urge', holdout: 'quiet' },
    },
    'remind-care': inbox(
      '关怀文案 Caring',
      '茶还替你留着',
      '这几天忙吧？你的首单礼遇明天到期，想喝茶的时候记得用。',
      'last-wait',
    ),
    'remind-urge': inbox('紧迫文案 Urgent', '首单礼遇明天到期', '你的首单礼遇只剩最后一天，别错过。', 'last-wait'),
    'last-wait': {
      type: 'wait',
      title: '最后一天 Last day',
      config: { mode: 'duration', duration: days(1) },
      to: { done: 'quiet' },
    },
    quiet: exit('未转化 Not yet'),
  },
});

/** Seven-day growth plan (M04): three tasks in a week, a reward for those who stay. */
export const sevenDayGrowth = drawn({
  name: '7 天成长计划 Seven-day growth',
  description:
    '第一周三个小任务：看一看、签个到、下一单，完成得奖励。 Three small tasks in the first week, a reward at the end.',
  rules: [{ id: 'signed-up', kind: 'event', event: 'signed_up' }],
  reentry: { mode: 'once' },
  nodes: {
    welcome: inbox('第 1 天 Day 1', '成长计划第 1 天', '今天的任务：挑三款你喜欢的茶看一看。', 'look'),
    look: {
      type: 'wait',
      title: '看一看 Browse',
      config: {
        mode: 'event',
        branches: [{ id: 'viewed', label: '看了 Viewed', event: 'product_viewed' }],
        timeout: days(2),
        lookBack: { amount: 1, unit: 'hours' },
      },
      to: { viewed: 'next-morning', timeout: 'next-morning' },
    },
    'next-morning': {
      type: 'wait',
      title: '次日 10 点 Next morning',
      config: { mode: 'until-time', time: '10:00' },
      to: { done: 'second-task' },
    },
    'second-task': inbox('第二个任务 Second task', '成长计划：第二个任务', '到小程序签个到，领 10 积分。', 'check-in'),
    'check-in': {
      type: 'wait',
      title: '签到 Check in',
      config: {
        mode: 'event',
        branches: [
          { id: 'checked-in', label: '已签到 Checked in', event: 'checked_in' },
          ordered('ordered', '直接下单 Ordered'),
        ],
        timeout: days(4),
      },
      to: { 'checked-in': 'streak', ordered: 'reward', timeout: 'score' },
    },
    streak: {
      type: 'update-contact',
      title: '爱签到 Streak tag',
      config: { addTags: ['爱签到'] },
      to: { done: 'score' },
    },
    score: {
      type: 'segment',
      title: '本周表现 This week',
      config: {
        branches: [
          {
            id: 'buyer',
            label: '下过单 Ordered',
            condition: {
              op: 'event',
              event: 'order_placed',
              within: { amount: 7, unit: 'days' },
              aggregate: 'count',
              is: 'gte',
              value: 1,
            },
          },
          {
            id: 'active',
            label: '看过 3 次 Viewed 3',
            condition: {
              op: 'event',
              event: 'product_viewed',
              within: { amount: 7, unit: 'days' },
              aggregate: 'count',
              is: 'gte',
              value: 3,
            },
          },
        ],
      },
      to: { buyer: 'reward', active: 'nudge', else: 'unfinished' },
    },
    nudge: inbox(
      '临门一脚 Almost there',
      '差一点就完成了',
      '再下一单就能拿到成长奖励，看看你收藏的那款？',
      'last-chance',
    ),
    'last-chance': {
      type: 'wait',
      title: '再等两天 Two more days',
      config: { mode: 'event', branches: [ordered('ordered', '已下单 Ordered')], timeout: days(2) },
      to: { ordered: 'reward', timeout: 'unfinished' },
    },
    reward: {
      type: 'coupon',
      title: '成长奖励 Reward',
      config: { pool: GROWTH_POOL },
      to: { issued: 'congratulate', soldOut: 'completed', alreadyHas: 'completed' },
    },
    congratulate: inbox(
      '恭喜完成 Well done',
      '成长计划完成',
      '恭喜完成 7 天成长计划，奖励券：{{ coupon.code }}。',
      'completed',
    ),
    completed: exit('完成 Completed'),
    unfinished: exit('未完成 Unfinished'),
  },
});

/** Cart reminder (M36): one run a cart, over at once when it is paid. */
export const cartReminder = drawn({
  name: '购物车提醒 Cart reminder',
  description:
    '购物车 30 分钟没动也没付款就提醒，一天后再提醒一次；付款立即退出。 Half an hour untouched, then a day; paying ends it at once.',
  rules: [{ id: 'cart', kind: 'event', event: 'cart_updated', keyBy: 'cartId' }],
  reentry: { mode: 'afterExit' },
  exits: [{ id: 'paid', name: '已付款 Paid', goal: true, when: { kind: 'event', event: 'order_placed' } }],
  nodes: {
    hold: {
      type: 'wait',
      title: '静候 30 分钟 Hold',
      config: {
        mode: 'event',
        branches: [{ id: 'changed', label: '又改了 Changed', event: 'cart_updated' }],
        timeout: { amount: 30, unit: 'minutes' },
      },
      to: { changed: 'hold', timeout: 'value' },
    },
    value: {
      type: 'segment',
      title: '购物车金额 Cart value',
      config: {
        branches: [
          {
            id: 'high',
            label: '300 元以上 Over 300',
            condition: { op: 'payload', path: 'amount', is: 'gte', value: 300 },
          },
        ],
      },
      to: { high: 'care', else: 'remind' },
    },
    care: inbox(
      '茶艺师跟进 Personal care',
      '茶艺师为你留货',
      '购物车里的{{ event.properties.name }}我先替你留着，需要我介绍一下吗？',
      'day',
    ),
    remind: inbox(
      '首次提醒 First reminder',
      '购物车还在等你',
      '{{ event.properties.name }}还在购物车里，库存不多了。',
      'day',
    ),
    day: {
      type: 'wait',
      title: '一天后 A day later',
      config: { mode: 'duration', duration: days(1) },
      to: { done: 'morning' },
    },
    morning: {
      type: 'wait',
      title: '上午 10 点 At ten',
      config: { mode: 'until-time', time: '10:00' },
      to: { done: 'again' },
    },
    again: inbox('最后提醒 Last reminder', '最后提醒', '购物车今天之后会清空，还要吗？', 'left'),
    left: exit('未付款 Not paid'),
  },
});

/** Collectible to gift (M23): a brand collectible for good customers, a gift for those who come back. */
export const collectibleToGift = drawn({
  name: '数字藏品换礼 Collectible to gift',
  description:
    '累计消费满 800 元获节气藏品，再次复购可兑换礼盒。 Spend 800 for a collectible, come back for the gift box.',
  rules: [{ id: 'spent', kind: 'segment', condition: spent(800) }],
  reentry: { mode: 'once' },
  nodes: {
    mint: {
      type: 'nft-reward',
      title: '节气藏品 Collectible',
      config: { collection: TEA_COLLECTION, waitMinutes: 30 },
      to: { minted: 'present', pending: 'come-back', soldOut: 'come-back', failed: 'come-back' },
    },
    present: inbox(
      '藏品到账 It is yours',
      '你收到一枚节气藏品',
      '藏品编号 {{ collectible.serial }}，已存入你的茶券包。',
      'come-back',
    ),
    'come-back': {
      type: 'wait',
      title: '等复购 Next order',
      config: {
        mode: 'event',
        branches: [
          { ...ordered('ordered', '又下单 Ordered'), filter: { op: 'payload', path: 'amount', is: 'gte', value: 100 } },
        ],
        timeout: days(21),
      },
      to: { ordered: 'gift', timeout: 'later' },
    },
    gift: {
      type: 'coupon',
      title: '节气礼盒 Gift box',
      config: { pool: GIFT_POOL },
      to: { issued: 'tell', soldOut: 'later', alreadyHas: 'later' },
    },
    tell: inbox('兑换通知 Gift code', '凭藏品兑换礼盒', '凭此码到店或下单兑换节气礼盒：{{ coupon.code }}。', 'vip'),
    vip: {
      type: 'update-contact',
      title: '藏品会员 Member tag',
      config: { addTags: ['藏品会员'] },
      to: { done: 'done' },
    },
    later: exit('保留藏品 Keeps it'),
    done: exit('已换礼 Gift redeemed'),
  },
});

/** In the order in which they are published: the last one stands first in the list. */
export const DEMO_JOURNEYS = [collectibleToGift, cartReminder, sevenDayGrowth, newcomerCoupon];
