import { LocalTime, Panel } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { nodeTypesQuery } from '../../../api/journeys.js';
import type { PluginRow } from '../../../api/plugins.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { capabilityWords } from '../model/capability-words.js';
import { NodeSign } from './NodeSign.js';

/** What it is, the steps it brings, and in short what it may do. */
export function Overview({ plugin }: { readonly plugin: PluginRow }) {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const types = useQuery(nodeTypesQuery).data;
  return (
    <div className="columns">
      <div className="stack">
        <Panel title={t('plugin.about')}>
          <p className="plugin-description">{localText(plugin.description, language)}</p>
        </Panel>
        <Panel title={t('plugin.nodes')}>
          <ul className="plugin-nodes">
            {plugin.nodes.map((node) => {
              const type = node.type.includes('/') ? node.type : `${plugin.id}/${node.type}`;
              const manifest = types?.find((one) => one.name === type);
              return (
                <li key={node.type}>
                  <NodeSign hash={plugin.hash} icon={node.icon} category={manifest?.category} />
                  <div>
                    <b>{localText(node.title, language)}</b>
                    <span className="chip">{t(`kind.${node.kind}`, { defaultValue: node.kind })}</span>
                    {manifest ? <p className="sj-muted">{localText(manifest.description, language)}</p> : null}
                  </div>
                </li>
              );
            })}
          </ul>
        </Panel>
      </div>
      <div className="stack">
        <Panel title={t('plugin.facts')}>
          <dl className="plugin-facts">
            <dt>{t('plugin.id')}</dt>
            <dd>
              <code>{plugin.id}</code>
            </dd>
            <dt>{t('plugin.package')}</dt>
            <dd>
              <code>
                {plugin.name}@{plugin.version}
              </code>
            </dd>
            <dt>{t('column.publisher')}</dt>
            <dd>{plugin.publisher}</dd>
            <dt>{t('plugin.installed')}</dt>
            <dd>
              <LocalTime at={plugin.installedAt} />
              {plugin.installedBy ? ` · ${plugin.installedBy}` : ''}
            </dd>
            <dt>{t('plugin.bytes')}</dt>
            <dd>
              <code className="hash" title={plugin.hash}>
                {plugin.hash.slice(0, 16)}…
              </code>
            </dd>
          </dl>
        </Panel>
        <Panel title={t('plugin.may')}>
          {plugin.granted.length === 0 ? (
            <p className="sj-muted plugin-description">{t('consent.mayNothing')}</p>
          ) : (
            <ul className="plugin-may">
              {plugin.granted.map((one, index) => (
                <li key={index}>{capabilityWords(t, one)}</li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </div>
  );
}
