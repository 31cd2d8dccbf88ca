import type { LocalText } from '@sojourn/kernel';
import type { PluginState } from './plugin-pin.js';

/** What is the matter with a plugin that cannot be used, and what a person does about it. */
export function remedyFor(plugin: string, state: Exclude<PluginState, 'ok'>): LocalText {
  const { en, 'zh-CN': zh } = WORDS[state];
  return { en: en.replaceAll('{plugin}', plugin), 'zh-CN': zh.replaceAll('{plugin}', plugin) };
}

const WORDS: { readonly [state in Exclude<PluginState, 'ok'>]: LocalText } = {
  missing: {
    en: 'The plugin {plugin} is not installed in this workspace. Install it on the page Plugins, or delete the node.',
    'zh-CN': '此工作区未安装插件 {plugin}。请在“插件”页面安装，或删除该节点。',
  },
  disabled: {
    en: 'The plugin {plugin} is switched off in this workspace. Switch it on on the page Plugins, or delete the node.',
    'zh-CN': '插件 {plugin} 在此工作区已停用。请在“插件”页面启用，或删除该节点。',
  },
  revoked: {
    en: 'This version of the plugin {plugin} was revoked. Upgrade the journey to a version that is not, or delete the node.',
    'zh-CN': '插件 {plugin} 的这个版本已被撤回。请将旅程升级到未被撤回的版本，或删除该节点。',
  },
  corrupt: {
    en: 'The stored bytes of the plugin {plugin} do not match their hash. Upload the same version again, or look it up again, on the page Plugins.',
    'zh-CN': '插件 {plugin} 存储的内容与其哈希不一致。请在“插件”页面重新上传或重新查看同一版本。',
  },
  'no-consent': {
    en: 'The plugin {plugin} asks for permissions that nobody has granted in this workspace. Review and grant them on the page Plugins.',
    'zh-CN': '插件 {plugin} 所需的权限尚未在此工作区获得授权。请在“插件”页面查看并授权。',
  },
};
