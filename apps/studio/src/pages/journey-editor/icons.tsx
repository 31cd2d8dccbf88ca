import {
  ApiOutlined, AppstoreOutlined, BellOutlined, BranchesOutlined, CalendarOutlined, ClockCircleOutlined, CodeOutlined,
  ControlOutlined, CrownOutlined, DatabaseOutlined, EditOutlined, ExperimentOutlined, FilterOutlined, FireOutlined, FlagOutlined,
  ForkOutlined, GiftOutlined, GlobalOutlined, HeartOutlined, HourglassOutlined, IdcardOutlined, LogoutOutlined, MailOutlined,
  MessageOutlined, MobileOutlined, NotificationOutlined, PartitionOutlined, PhoneOutlined, PoweroffOutlined, QrcodeOutlined,
  RocketOutlined, SendOutlined, ShareAltOutlined, ShopOutlined, SplitCellsOutlined, StarOutlined, StopOutlined, TagOutlined,
  TagsOutlined, TeamOutlined, ThunderboltOutlined, TrophyOutlined, UserOutlined, UserSwitchOutlined, WalletOutlined, WechatOutlined,
} from '@ant-design/icons'; // prettier-ignore
import type { ComponentType, ReactNode } from 'react';

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
