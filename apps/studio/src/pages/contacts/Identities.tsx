import { useTranslation } from 'react-i18next';
import { Typography } from 'antd';
import type { ContactView } from '../../api/types.js';

const KNOWN = new Set(['userId', 'anonymousId', 'email', 'phone', 'wecom', 'openid', 'unionid']);

/** Every name this person is known by. */
export function Identities({ contact }: { readonly contact: ContactView }) {
  const { t } = useTranslation();
  if (contact.identities.length === 0) return <span className="sj-faint">{t('contact.noIdentities')}</span>;
  return (
    <dl className="facts">
      {contact.identities.map(({ kind, value }) => (
        <div key={`${kind} ${value}`}>
          <dt>{KNOWN.has(kind) ? t(`contact.identity.${kind}`) : kind}</dt>
          <dd>
            <Typography.Text
              ellipsis={{ tooltip: value }}
              copyable={{ text: value, tooltips: [t('common.copy'), t('common.copied')] }}
            >
              {value}
            </Typography.Text>
          </dd>
        </div>
      ))}
    </dl>
  );
}
