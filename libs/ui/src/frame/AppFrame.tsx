import type { ComponentType, ReactNode } from 'react';
import { Tooltip } from 'antd';
import { Wordmark } from './Wordmark.js';
import './frame.css';

export interface NavigationItem {
  readonly key: string;
  readonly to: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** How many wait there: `text` for the eye, `label` for the ear. */
  readonly badge?: { readonly text: string; readonly label: string };
}

export interface NavigationGroup {
  readonly key: string;
  readonly label?: string;
  readonly items: readonly NavigationItem[];
}

/** A link of the app's router, so that the frame needs none of its own. */
export type FrameLink = ComponentType<{
  readonly to: string;
  readonly className?: string;
  readonly 'aria-current'?: 'page' | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly children: ReactNode;
}>;

export interface AppFrameProps {
  readonly groups: readonly NavigationGroup[];
  /** Shown at the foot of the navigation. */
  readonly footItems?: readonly NavigationItem[];
  readonly activeKey: string | undefined;
  readonly collapsed: boolean;
  readonly link: FrameLink;
  readonly home: string;
  /** A page that fills the frame to its edges and scrolls by itself, such as the canvas. */
  readonly fullBleed?: boolean;
  readonly topStart: ReactNode;
  readonly topEnd: ReactNode;
  readonly labels: { readonly navigation: string; readonly skip: string };
  readonly children: ReactNode;
}

/** Slim navigation at the side, one bar on top, the page in the rest. */
export function AppFrame(props: AppFrameProps) {
  const { groups, footItems = [], activeKey, collapsed, link: Link, fullBleed = false, labels } = props;

  const entry = (item: NavigationItem) => {
    const active = item.key === activeKey;
    const link = (
      <Link
        to={item.to}
        className={`sj-nav-item${active ? ' is-active' : ''}`}
        aria-current={active ? 'page' : undefined}
        aria-label={collapsed ? [item.label, item.badge?.label].filter(Boolean).join(', ') : undefined}
      >
        <span className="sj-nav-icon" aria-hidden="true">
          {item.icon}
          {collapsed && item.badge ? <span className="sj-nav-dot" /> : null}
        </span>
        {collapsed ? null : <span className="sj-ellipsis">{item.label}</span>}
        {collapsed || !item.badge ? null : (
          <span className="sj-nav-badge">
            <span aria-hidden="true">{item.badge.text}</span>
            <span className="sj-visually-hidden">{item.badge.label}</span>
          </span>
        )}
      </Link>
    );
    return (
      <li key={item.key}>
        {collapsed ? (
          <Tooltip title={item.label} placement="right">
            <span>{link}</span>
          </Tooltip>
        ) : (
          link
        )}
      </li>
    );
  };

  return (
    <div className={`sj-frame${collapsed ? ' is-collapsed' : ''}${fullBleed ? ' is-full-bleed' : ''}`}>
      <a className="sj-skip" href="#sj-main">
        {labels.skip}
      </a>
      <nav className="sj-nav" aria-label={labels.navigation}>
        <Link to={props.home} className="sj-nav-brand" aria-label="Sojourn">
          <Wordmark compact={collapsed} />
        </Link>
        <div className="sj-nav-groups">
          {groups.map((group) => (
            <div key={group.key} className="sj-nav-group">
              {group.label && !collapsed ? <div className="sj-nav-label">{group.label}</div> : null}
              <ul>{group.items.map(entry)}</ul>
            </div>
          ))}
        </div>
        {footItems.length > 0 ? <ul className="sj-nav-foot">{footItems.map(entry)}</ul> : null}
      </nav>
      <header className="sj-top">
        <div className="sj-top-start">{props.topStart}</div>
        <div className="sj-top-end">{props.topEnd}</div>
      </header>
      <main className="sj-main" id="sj-main" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}
