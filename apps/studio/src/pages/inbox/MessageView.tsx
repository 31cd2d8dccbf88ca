import { LocalTime } from '@sojourn/ui';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InboxMessage } from '../../api/types.js';
import { paths } from '../../routes/paths.js';
import { ContactLink } from '../../shared/ContactLink.js';
import { guarded } from './guarded.js';

interface MessageViewProps {
  readonly message: InboxMessage;
  /** Narrows the list to this contact. */
  readonly onContact: () => void;
}

/** One message in a phone's frame. HTML runs no script and loads nothing of its own origin: it is somebody's content. */
export function MessageView({ message, onContact }: MessageViewProps) {
  const { t } = useTranslation();
  const { contact, subject, body, format, at, journey } = message;
  return (
    <article className="message">
      <header className="message-head">
        <dl>
          <dt>{t('inbox.to')}</dt>
          <dd>
            <ContactLink contact={contact} />{' '}
            <Button type="link" size="small" onClick={onContact}>
              {t('inbox.onlyThis')}
            </Button>
          </dd>
          <dt>{t('inbox.at')}</dt>
          <dd>
            <LocalTime at={at} showZone />
          </dd>
          {journey ? (
            <>
              <dt>{t('inbox.from')}</dt>
              <dd>
                <Link to={paths.journey(journey.id)}>{journey.name}</Link>
              </dd>
            </>
          ) : null}
        </dl>
      </header>
      <div className="phone">
        <div className="phone-bar" aria-hidden="true">
          <span />
        </div>
        {subject ? <h2 className="phone-subject">{subject}</h2> : null}
        {format === 'html' ? (
          <iframe className="phone-frame" sandbox="" title={subject || t('inbox.body')} srcDoc={guarded(body)} />
        ) : (
          <div className="phone-text">
            <p>{body}</p>
          </div>
        )}
      </div>
    </article>
  );
}
