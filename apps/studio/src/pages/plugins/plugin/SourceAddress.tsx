import { Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

interface SourceAddressProps {
  /** As the engine names it; without a public address of its own, from the root on. */
  readonly address: string;
  readonly onClose: () => void;
}

/** Where the other system posts to: whole, to be copied, and shown this once. */
export function SourceAddress({ address, onClose }: SourceAddressProps) {
  const { t } = useTranslation('plugins');
  return (
    <Modal
      open
      title={t('source.address')}
      closable={false}
      maskClosable={false}
      onOk={onClose}
      cancelButtonProps={{ hidden: true }}
      okText={t('source.noted')}
    >
      <p>{t('source.addressWords')}</p>
      <Typography.Paragraph copyable code className="source-address">
        {new URL(address, window.location.origin).href}
      </Typography.Paragraph>
    </Modal>
  );
}
