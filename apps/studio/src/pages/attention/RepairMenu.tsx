import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RepairAction } from '../../api/attention.js';
import { REPAIRS, repairIcon } from './repairs.js';

export function RepairMenu({ onChoose }: { readonly onChoose: (action: RepairAction) => void }) {
  const { t } = useTranslation('attention');
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: REPAIRS.map((action) => ({
          key: action,
          icon: repairIcon(action),
          danger: action === 'end',
          label: t(`repair.${action}.button`),
        })),
        onClick: ({ key, domEvent }) => {
          // Else the same Enter would press whatever the dialog, open by then, has put the focus on.
          domEvent.preventDefault();
          onChoose(key as RepairAction);
        },
      }}
    >
      <Button size="small">
        {t('repair.button')} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  );
}
