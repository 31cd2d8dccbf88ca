import { nodeIcon } from '../../journey-editor/icons.js';
import { OwnIcon } from '../OwnIcon.js';

interface NodeSignProps {
  readonly hash: string;
  /** Name of the icon to stand in where the plugin has none of its own. */
  readonly icon: string;
  readonly category: string | undefined;
}

/** A step's sign as the palette shows it. */
export function NodeSign({ hash, icon, category = 'flow' }: NodeSignProps) {
  return (
    <span
      className="node-sign"
      aria-hidden="true"
      style={{ color: `var(--sj-category-${category}-fg)`, background: `var(--sj-category-${category}-soft)` }}
    >
      <OwnIcon hash={hash} instead={nodeIcon(icon)} />
    </span>
  );
}
