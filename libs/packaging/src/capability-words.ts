import type { LocalText } from '@sojourn/kernel';
import type { Capability } from '@sojourn/plugin-sdk';

/** A capability in plain words, without the plugin's own reason for it. */
export function capabilityWords(capability: Capability): LocalText {
  switch (capability.kind) {
    case 'http': {
      const [hosts, methods] = [list(capability.hosts), capability.methods.join('/')];
      return words(`Call ${hosts.en} over the internet (${methods})`, `通过互联网访问 ${hosts.zh}（${methods}）`);
    }
    case 'contacts.read': {
      const fields = list(capability.fields);
      return words(`See ${fields.en} of the contacts that reach it`, `读取到达该节点的客户的 ${fields.zh}`);
    }
    case 'contacts.write': {
      const fields = list(capability.fields);
      return words(`Change ${fields.en} of contacts`, `修改客户的 ${fields.zh}`);
    }
    case 'messages.send': {
      const channels = list(capability.channels);
      return words(
        `Send messages by ${channels.en}, at most ${capability.perContactPerDay} a day to one contact`,
        `通过 ${channels.zh} 发送消息，每位客户每天最多 ${capability.perContactPerDay} 条`,
      );
    }
    case 'kv':
      return words(
        `Keep up to ${capability.quotaKb} KB of data of its own`,
        `保存不超过 ${capability.quotaKb} KB 的自有数据`,
      );
    case 'events.emit': {
      const names = list(capability.names);
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

/** As many as a person reads. */
function list(values: readonly string[]): { readonly en: string; readonly zh: string } {
  const shown = values.slice(0, 6);
  const more = values.length - shown.length;
  return {
    en: shown.join(', ') + (more > 0 ? ` and ${more} more` : ''),
    zh: shown.join('、') + (more > 0 ? `等 ${values.length} 项` : ''),
  };
}

const words = (en: string, zh: string): LocalText => ({ en, 'zh-CN': zh });
