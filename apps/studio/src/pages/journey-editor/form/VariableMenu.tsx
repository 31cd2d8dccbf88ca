import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { attributesQuery } from '../../../api/index.js';
import { useEditor } from '../editor-context.js';

/** What a template can say about a contact, their event and earlier steps. */
export function VariableMenu({ onPick }: { readonly onPick: (variable: string) => void }) {
  const { t } = useTranslation('editor');
  const { store } = useEditor();
  const { data: attributes = [] } = useQuery(attributesQuery);
  const hasCoupon = store.getState().document.nodes.some((node) => node.type === 'coupon');
  const group = (key: string, names: readonly string[]) => ({
    key,
    type: 'group' as const,
    label: t(`variables.${key as 'contact'}`),
    children: names.map((name) => ({ key: name, label: <code>{name}</code> })),
  });
  const items = [
    group('contact', ['contact.email', 'contact.phone', 'contact.externalId']),
    ...(attributes.length > 0
      ? [
          group(
            'attributes',
            attributes.slice(0, 30).map(({ path }) => `contact.attributes.${path}`),
          ),
        ]
      : []),
    group('event', ['event.type', 'event.properties.']),
    ...(hasCoupon ? [group('steps', ['coupon.code'])] : []),
  ];
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{ items, style: { maxHeight: 320, overflowY: 'auto' }, onClick: ({ key }) => onPick(`{{ ${key} }}`) }}
    >
      <Button type="text" size="small" icon={<PlusOutlined />}>
        {t('variables.button')}
      </Button>
    </Dropdown>
  );
}
