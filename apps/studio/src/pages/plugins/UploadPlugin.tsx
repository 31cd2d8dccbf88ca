import { UploadOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useUploadPlugin } from '../../api/plugins.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { paths } from '../../routes/paths.js';

/** A package from this computer: checked first, then shown with what it asks for. */
export function UploadPlugin() {
  const { t } = useTranslation('plugins');
  const navigate = useNavigate();
  const toastError = useErrorToast();
  const upload = useUploadPlugin();
  return (
    <Upload
      accept=".tgz,.tar.gz,application/gzip"
      showUploadList={false}
      beforeUpload={(file) => {
        upload.mutate(file, {
          onSuccess: ({ staged }) => void navigate(paths.pluginConsent({ hash: staged })),
          onError: toastError,
        });
        return false;
      }}
    >
      <Button icon={<UploadOutlined />} loading={upload.isPending}>
        {t('upload.button')}
      </Button>
    </Upload>
  );
}
