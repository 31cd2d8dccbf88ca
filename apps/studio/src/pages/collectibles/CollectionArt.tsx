import type { Collection } from '../../api/types.js';

/** The collection's picture; without one a pattern of its own, drawn from its id, so that two never look the same. */
export function CollectionArt({ collection }: { readonly collection: Pick<Collection, 'id' | 'name' | 'imageUrl'> }) {
  if (collection.imageUrl) {
    return (
      <img className="collection-art" src={collection.imageUrl} alt="" referrerPolicy="no-referrer" loading="lazy" />
    );
  }
  const tint = TINTS[collection.id % TINTS.length];
  const turn = (collection.id * 47) % 90;
  return (
    <svg
      className="collection-art"
      viewBox="0 0 160 100"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <rect width="160" height="100" fill={`var(--sj-category-${tint}-soft)`} />
      <g fill="none" stroke={`var(--sj-category-${tint}-border)`} strokeWidth="1.5" transform={`rotate(${turn} 80 50)`}>
        {[14, 24, 34, 44, 54, 64, 74].map((radius) => (
          <ellipse key={radius} cx="80" cy="50" rx={radius} ry={radius * 0.62} />
        ))}
      </g>
      <circle
        cx="80"
        cy="50"
        r="20"
        fill="var(--sj-surface)"
        stroke={`var(--sj-category-${tint}-fg)`}
        strokeWidth="1.5"
      />
      <text x="80" y="57" textAnchor="middle" fontSize="19" fontWeight="600" fill={`var(--sj-category-${tint}-fg)`}>
        {[...collection.name.trim()][0]}
      </text>
    </svg>
  );
}

const TINTS = ['incentive', 'entry', 'audience', 'message', 'developer', 'data'] as const;
