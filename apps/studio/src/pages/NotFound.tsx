import { EmptyState } from '@sojourn/ui';
import { CompassOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../routes/paths.js';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      page
      icon={<CompassOutlined />}
      title={t('notFound.title')}
      action={
        <Link to={paths.home}>
          <Button type="primary">{t('notFound.action')}</Button>
        </Link>
      }
    />
  );
}
