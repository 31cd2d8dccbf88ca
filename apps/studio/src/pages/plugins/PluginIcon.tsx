import { AppstoreOutlined } from '@ant-design/icons';
import { OwnIcon } from './OwnIcon.js';

/** A plugin's sign on a tile of its own; a plain one where it brought none. */
export function PluginIcon({ hash, size = 32 }: { readonly hash: string; readonly size?: number }) {
  return (
    <span className="plugin-icon" style={{ width: size, height: size }} aria-hidden="true">
      <OwnIcon key={hash} hash={hash} size={size - 12} instead={<AppstoreOutlined />} />
    </span>
  );
}
