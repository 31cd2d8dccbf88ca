import { useState, type ReactNode } from 'react';
import { pluginIconAddress } from '../../api/plugins.js';
import { useThemeName } from '../../preferences/useThemeName.js';

/** Hashes of plugins that were found to have no icon: asked once, not once for each card. */
const WITHOUT = new Set<string>();

interface OwnIconProps {
  readonly hash: string;
  readonly size?: number;
  readonly instead: ReactNode;
}

/** A plugin's own sign, as a picture in which nothing of its author's runs. */
export function OwnIcon({ hash, size = 20, instead }: OwnIconProps) {
  const theme = useThemeName();
  const [missing, setMissing] = useState(WITHOUT.has(hash));
  if (missing) return instead;
  return (
    <img
      src={pluginIconAddress(hash, theme)}
      width={size}
      height={size}
      alt=""
      draggable={false}
      onError={() => {
        WITHOUT.add(hash);
        setMissing(true);
      }}
    />
  );
}
