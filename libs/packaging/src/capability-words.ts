import type { LocalText } from '@sojourn/kernel';
import type { Capability } from '@sojourn/plugin-sdk';
import { asTheyAre, channelWords, fieldWords, listWords } from './field-words.js';

/** As many as a person reads. */
const MOST = 6;

/** A capability in plain words, without the plugin's own reason for it. */
export function capabilityWords(capability: Capability): LocalText {
  switch (capability.kind) {
    case 'http': {
      const [hosts, methods] = [listWords(asTheyAre(capability.hosts), MOST), capability.methods.join('/')];
      return words(`Call ${hosts.en} over the internet (${methods})`, `通过互联网访问 ${hosts.zh}（${methods}）`);
    }
    case 'contacts.read': {
      const fields = listWords(capability.fields.map(fieldWords), MOST);
      return words(`See ${fields.en} of the contacts that reach it`, `读取到达该节点的客户的${fields.zh}`);
    }
    case 'contacts.write': {
      const fields = listWords(capability.fields.map(fieldWords), MOST);
      return words(`Change ${fields.en} of contacts`, `修改客户的${fields.zh}`);
    }
    case 'messages.send': {
      const channels = listWords(capability.channels.map(channelWords), MOST);
      return words(
        `Send messages by ${channels.en}, at most ${capability.perContactPerDay} a day to one contact`,
        `通过${channels.zh}发送消息，每位客户每天最多 ${capability.perContactPerDay} 条`,
      );
    }
    case 'kv':
      return words(
        `Keep up to ${capability.quotaKb} KB of data of its own`,
        `保存不超过 ${capability.quotaKb} KB 的自有数据`,
      );
    case 'events.emit': {
      const names = listWords(asTheyAre(capability.names), MOST);
      return words(`Record the events ${names.en}`, `写入事件 ${names.zh}`);
    }
    case 'coupons':
      return words('Hand out coupons of this workspace', '发放本工作区的优惠券');
    case 'collectibles':
      return words('Hand out collectibles of this workspace', '发放本工作区的数字藏品');
    case 'scripts':
      return words('Run scripts that are written in its settings', '运行其配置中填写的脚本');
    case 'webhooks':
      return words('Call web addresses that are written in its settings', '访问其配置中填写的网址');
  }
}

const words = (en: string, zh: string): LocalText => ({ en, 'zh-CN': zh });
