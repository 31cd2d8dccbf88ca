import {
  AlertOutlined,
  AppstoreOutlined,
  ContactsOutlined,
  FilterOutlined,
  GiftOutlined,
  HomeOutlined,
  MessageOutlined,
  NodeIndexOutlined,
  SettingOutlined,
  TagsOutlined,
} from '@ant-design/icons';
import type { NavigationGroup, NavigationItem } from '@sojourn/ui';
import type { TFunction } from 'i18next';
import { paths } from '../routes/paths.js';

/** `waiting`: what stands beside the entry of all that needs attention, when anything does. */
export function navigation(
  t: TFunction,
  waiting?: NavigationItem['badge'],
): { groups: readonly NavigationGroup[]; footItems: readonly NavigationItem[] } {
  return {
    groups: [
      {
        key: 'work',
        items: [
          { key: 'home', to: paths.home, label: t('nav.home'), icon: <HomeOutlined /> },
          { key: 'journeys', to: paths.journeys, label: t('nav.journeys'), icon: <NodeIndexOutlined /> },
          {
            key: 'attention',
            to: paths.attention,
            label: t('attention:nav.label'),
            icon: <AlertOutlined />,
            ...(waiting ? { badge: waiting } : {}),
          },
        ],
      },
      {
        key: 'people',
        label: t('nav.people'),
        items: [
          { key: 'contacts', to: paths.contacts, label: t('nav.contacts'), icon: <ContactsOutlined /> },
          { key: 'segments', to: paths.segments, label: t('nav.segments'), icon: <FilterOutlined /> },
          { key: 'inbox', to: paths.inbox, label: t('nav.inbox'), icon: <MessageOutlined /> },
        ],
      },
      {
        key: 'incentives',
        label: t('nav.incentives'),
        items: [
          { key: 'coupons', to: paths.coupons, label: t('nav.coupons'), icon: <TagsOutlined /> },
          { key: 'collectibles', to: paths.collectibles, label: t('nav.collectibles'), icon: <GiftOutlined /> },
        ],
      },
    ],
    footItems: [
      { key: 'plugins', to: paths.plugins, label: t('plugins:nav'), icon: <AppstoreOutlined /> },
      { key: 'settings', to: paths.settings, label: t('nav.settings'), icon: <SettingOutlined /> },
    ],
  };
}

/** Which entry stands for this address: the longest that it begins with. */
export function activeKey(pathname: string): string | undefined {
  const homes: readonly (readonly [string, string])[] = [
    [paths.journeys, 'journeys'],
    [paths.contacts, 'contacts'],
    [paths.segments, 'segments'],
    [paths.inbox, 'inbox'],
    [paths.attention, 'attention'],
    [paths.coupons, 'coupons'],
    [paths.collectibles, 'collectibles'],
    [paths.plugins, 'plugins'],
    [paths.settings, 'settings'],
  ];
  if (pathname === paths.home) return 'home';
  return homes.find(([path]) => pathname === path || pathname.startsWith(`${path}/`))?.[1];
}
