import type { LocalText } from '@sojourn/kernel';
import type { PluginState } from './plugin-pin.js';

/** What is the matter with a plugin that cannot be used, and what a person does about it. */
export function remedyFor(plugin: string, state: Exclude<PluginState, 'ok'>, versions?: OtherVersion): LocalText {
  const { en, 'zh-CN': zh } =
    versions && (state === 'missing' || state === 'no-consent') ? ANOTHER[state] : WORDS[state];
  const filled = (words: string): string =>
    words
      .replaceAll('{plugin}', plugin)
      .replaceAll('{pinned}', versions?.pinned.slice(0, 100) ?? '')
      .replaceAll('{installed}', versions?.installed ?? '');
  return { en: filled(en), 'zh-CN': filled(zh) };
}

/** A drawing that came from elsewhere is pinned to a version that this workspace never had, and has another. */
export interface OtherVersion {
  readonly pinned: string;
  readonly installed: string;
}

const ANOTHER: { readonly [state in 'missing' | 'no-consent']: LocalText } = {
  missing: {
    en: 'This step is drawn with version {pinned} of the plugin {plugin}, which this workspace never had; {installed} is installed. Move the journey to {installed}, or install {pinned} under Plugins.',
    'zh-CN':
      '此节点使用插件 {plugin} 的 {pinned} 版本，此工作区从未安装过该版本；已安装的是 {installed}。请将旅程改用 {installed}，或在“插件”页面安装 {pinned}。',
  },
  'no-consent': {
    en: 'This step is drawn with version {pinned} of the plugin {plugin}, to which nobody in this workspace has agreed; {installed} is installed. See what {pinned} asks for and agree, or move the journey to {installed}.',
    'zh-CN':
      '此节点使用插件 {plugin} 的 {pinned} 版本，该版本尚未在此工作区获得授权；已安装的是 {installed}。请查看 {pinned} 要求的权限并授权，或将旅程改用 {installed}。',
  },
};

const WORDS: { readonly [state in Exclude<PluginState, 'ok'>]: LocalText } = {
  missing: {
    en: 'The plugin {plugin} is not installed in this workspace. Install it under Plugins, or delete the step.',
    'zh-CN': '此工作区未安装插件 {plugin}。请在“插件”页面安装，或删除该节点。',
  },
  disabled: {
    en: 'The plugin {plugin} is switched off in this workspace. Switch it on under Plugins, or delete the step.',
    'zh-CN': '插件 {plugin} 在此工作区已停用。请在“插件”页面启用，或删除该节点。',
  },
  revoked: {
    en: 'This version of the plugin {plugin} was revoked. Upgrade the journey to another version, or delete the step.',
    'zh-CN': '插件 {plugin} 的这个版本已被撤回。请将旅程升级到其他版本，或删除该节点。',
  },
  corrupt: {
    en: 'The stored files of the plugin {plugin} were damaged. Upload the same version again under Plugins, or fetch it from the registry once more.',
    'zh-CN': '插件 {plugin} 存储的文件已损坏。请在“插件”页面重新上传同一版本，或从仓库重新获取。',
  },
  'no-consent': {
    en: 'Nobody in this workspace has agreed to what this version of the plugin {plugin} asks for. Look at it under Plugins and agree, or delete the step.',
    'zh-CN': '插件 {plugin} 的这个版本所需的权限尚未在此工作区获得授权。请在“插件”页面查看并授权，或删除该节点。',
  },
};
