import { WarningFilled } from '@ant-design/icons';
import { LocalTime, PageBody, PageHeader, Panel } from '@sojourn/ui';
import { Alert, App, Button, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useInstallPlugin, type Inspection, type PluginRow } from '../../../api/plugins.js';
import { useErrorToast } from '../../../errors/useErrorToast.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { paths } from '../../../routes/paths.js';
import { Back } from '../../../shared/Back.js';
import { asksLess, asksMore } from '../model/difference.js';
import { fieldWords, listWords } from '../model/field-words.js';
import { narrowed, NOTHING_UNTICKED, untickedForUpgrade } from '../model/narrowing.js';
import { PluginIcon } from '../PluginIcon.js';
import { RiskBadge } from '../RiskBadge.js';
import { useMayInstall } from '../useMayInstall.js';
import { Capabilities } from './Capabilities.js';
import { KeyNotice } from './KeyNotice.js';
import { RefuseUpgrade } from './RefuseUpgrade.js';

interface ConsentProps {
  readonly inspection: Inspection;
  /** The version that is there, when this is an upgrade. */
  readonly installed: PluginRow | undefined;
}

/** What a plugin would be able to do, before it can do anything: read, narrow, acknowledge, then install. */
export function Consent({ inspection, installed }: ConsentProps) {
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const mayInstall = useMayInstall();
  const install = useInstallPlugin();
  const { plugin, key, risk, reasons, warnings, capabilities, data } = inspection;
  // New is what the version before did not ask for; what was declined then is no news. Without any consent all of it is.
  const before = installed && (installed.state === 'no-consent' ? installed.granted : installed.capabilities);
  const more = useMemo(() => (before ? asksMore(capabilities, before) : []), [capabilities, before]);
  const less = useMemo(() => (before ? asksLess(capabilities, before) : []), [capabilities, before]);
  const [unticked, setUnticked] = useState(() =>
    installed ? untickedForUpgrade(capabilities, installed.capabilities, installed.granted) : NOTHING_UNTICKED,
  );
  const [acknowledged, setAcknowledged] = useState<ReadonlySet<string>>(new Set());
  const [trusted, setTrusted] = useState(false);
  const needsTrust = !key.known && !key.rotated;
  const ready = warnings.every(({ code }) => acknowledged.has(code)) && (!needsTrust || trusted);
  const waits = installed?.pending?.hash === inspection.staged;
  const refused = installed?.refused.find(({ hash }) => hash === inspection.staged);
  const title = localText(plugin.title, language);
  const { publisher } = plugin;
  const words = (fields: readonly string[]) =>
    fields.length === 0
      ? t('consent.nothing')
      : listWords(
          t,
          fields.map((field) => fieldWords(t, field)),
        );

  const go = () =>
    install.mutate(
      {
        hash: inspection.staged,
        capabilities: narrowed(capabilities, unticked),
        acknowledge: [...acknowledged],
        ...(needsTrust && { trustKey: true }),
        ...(installed && { upgradeOf: installed.id }),
      },
      {
        onSuccess: () => {
          void message.success(t(installed ? 'consent.upgraded' : 'consent.installed', { name: title, version: plugin.version })); // prettier-ignore
          void navigate(paths.plugin(plugin.id));
        },
        onError: toastError,
      },
    );

  return (
    <PageBody>
      <PageHeader
        back={<Back to={installed ? paths.plugin(installed.id) : paths.plugins}>{installed ? title : t('title')}</Back>}
        title={
          <span className="consent-title">
            <PluginIcon hash={inspection.staged} />
            {t(installed ? 'consent.upgradeTitle' : 'consent.installTitle', { name: title, version: plugin.version })}
          </span>
        }
        status={<RiskBadge risk={risk} />}
        subtitle={installed ? t('consent.from', { before: installed.version, after: plugin.version }) : localText(plugin.description, language)} // prettier-ignore
      />
      <div className="columns consent">
        <div className="stack">
          {refused ? (
            <Alert
              showIcon
              type="info"
              title={
                <Trans
                  t={t}
                  i18nKey={refused.by === null ? 'refuse.wasBySomebody' : 'refuse.was'}
                  values={{ by: refused.by }}
                  components={{ at: <LocalTime at={refused.at} /> }}
                />
              }
              description={t('refuse.wasWords')}
            />
          ) : null}
          <Capabilities
            capabilities={capabilities}
            more={installed ? more : undefined}
            less={less}
            unticked={unticked}
            onChange={mayInstall ? setUnticked : undefined}
          />
          {warnings.length > 0 || needsTrust ? (
            <Panel title={t('consent.acknowledge')}>
              <ul className="warnings">
                {warnings.map(({ code, message: text }) => (
                  <li key={code}>
                    <Checkbox
                      checked={acknowledged.has(code)}
                      onChange={({ target }) => {
                        const next = new Set(acknowledged);
                        if (target.checked) next.add(code);
                        else next.delete(code);
                        setAcknowledged(next);
                      }}
                    >
                      <WarningFilled className="warning-sign" aria-hidden /> {localText(text, language)}
                    </Checkbox>
                  </li>
                ))}
                {needsTrust ? (
                  <li>
                    <Checkbox checked={trusted} onChange={({ target }) => setTrusted(target.checked)}>
                      {t('consent.trust', { name: publisher })}
                    </Checkbox>
                  </li>
                ) : null}
              </ul>
            </Panel>
          ) : null}
          <div className="consent-foot">
            {mayInstall && waits ? (
              <RefuseUpgrade plugin={installed} onRefused={() => void navigate(paths.plugin(installed.id))} />
            ) : null}
            <Button onClick={() => void navigate(installed ? paths.plugin(installed.id) : paths.plugins)}>
              {t(installed ? 'consent.notNow' : 'cancel')}
            </Button>
            {mayInstall ? (
              <Button type="primary" disabled={!ready} loading={install.isPending} onClick={go}>
                {t(installed ? (more.length > 0 ? 'consent.allowUpgrade' : 'consent.upgrade') : 'consent.install', {
                  version: plugin.version,
                })}
              </Button>
            ) : null}
            <span className="sj-faint">
              {mayInstall
                ? ready
                  ? t(installed ? 'consent.upgradeNote' : 'consent.installNote')
                  : t('consent.notReady')
                : t('consent.onlyAdmins')}
            </span>
          </div>
        </div>
        <aside className="stack" aria-label={t('consent.aside')}>
          <Panel title={t('consent.who')}>
            <p className="consent-publisher">
              <b>{publisher}</b>
              <code>{plugin.id}</code>
            </p>
            <KeyNotice keyOf={key} />
          </Panel>
          <Panel title={t('consent.risk')} extra={<RiskBadge risk={risk} />}>
            {reasons.length > 0 ? (
              <ul className="risk-reasons">
                {reasons.map((reason) => (
                  <li key={localText(reason, 'en')}>{localText(reason, language)}</li>
                ))}
              </ul>
            ) : (
              <p className="sj-muted">{t('consent.noReasons')}</p>
            )}
          </Panel>
          <Panel title={t('consent.data')}>
            <dl className="consent-data">
              <dt>{t('consent.reads')}</dt>
              <dd>{words(data.reads)}</dd>
              <dt>{t('consent.writes')}</dt>
              <dd>{words(data.writes)}</dd>
            </dl>
          </Panel>
        </aside>
      </div>
    </PageBody>
  );
}
