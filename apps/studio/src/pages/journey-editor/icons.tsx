import {
  ApiOutlined, AppstoreOutlined, BellOutlined, BranchesOutlined, CalendarOutlined, ClockCircleOutlined, CodeOutlined,
  ControlOutlined, CrownOutlined, DatabaseOutlined, EditOutlined, ExperimentOutlined, FilterOutlined, FireOutlined, FlagOutlined,
  ForkOutlined, GiftOutlined, GlobalOutlined, HeartOutlined, HourglassOutlined, IdcardOutlined, LogoutOutlined, MailOutlined,
  MessageOutlined, MobileOutlined, NotificationOutlined, PartitionOutlined, PhoneOutlined, PoweroffOutlined, QrcodeOutlined,
  RocketOutlined, SendOutlined, ShareAltOutlined, ShopOutlined, SplitCellsOutlined, StarOutlined, StopOutlined, TagOutlined,
  TagsOutlined, TeamOutlined, ThunderboltOutlined, TrophyOutlined, UserOutlined, UserSwitchOutlined, WalletOutlined, WechatOutlined,
} from '@ant-design/icons'; // prettier-ignore
import type { StepKind } from '@sojourn/canvas';
import type { ComponentType, ReactNode } from 'react';
import { OwnIcon } from '../plugins/OwnIcon.js';

/** The icons a manifest may name. The whole set would weigh more than the canvas; an unknown name gets the plain tile. */
const ICONS: Readonly<Record<string, ComponentType>> = {
  ApiOutlined, AppstoreOutlined, BellOutlined, BranchesOutlined, CalendarOutlined, ClockCircleOutlined, CodeOutlined,
  ControlOutlined, CrownOutlined, DatabaseOutlined, EditOutlined, ExperimentOutlined, FilterOutlined, FireOutlined, FlagOutlined,
  ForkOutlined, GiftOutlined, GlobalOutlined, HeartOutlined, HourglassOutlined, IdcardOutlined, LogoutOutlined, MailOutlined,
  MessageOutlined, MobileOutlined, NotificationOutlined, PartitionOutlined, PhoneOutlined, PoweroffOutlined, QrcodeOutlined,
  RocketOutlined, SendOutlined, ShareAltOutlined, ShopOutlined, SplitCellsOutlined, StarOutlined, StopOutlined, TagOutlined,
  TagsOutlined, TeamOutlined, ThunderboltOutlined, TrophyOutlined, UserOutlined, UserSwitchOutlined, WalletOutlined, WechatOutlined,
}; // prettier-ignore

export function nodeIcon(name: string): ReactNode {
  const Icon = ICONS[name] ?? AppstoreOutlined;
  return <Icon />;
}

/** A step's sign: its plugin's own where it has one, else the one its manifest names. */
export function kindIcon(name: string, kind?: Pick<StepKind, 'pin'>): ReactNode {
  const hash = kind?.pin?.hash;
  return hash === undefined ? nodeIcon(name) : <OwnIcon hash={hash} instead={nodeIcon(name)} />;
}
