/** What the product is about, drawn: one person's road with its stations and forks. */
export function RoadPicture() {
  return (
    <svg className="road-picture" viewBox="0 0 400 320" role="presentation" aria-hidden="true" focusable="false">
      <g fill="none" strokeWidth="2" strokeLinecap="round">
        <path className="road" d="M96 60h40c34 0 26 62 60 62h28" />
        <path className="road" d="M96 60h40c40 0 20-4 88-4" opacity=".45" />
        <path className="road" d="M300 122c44 0 44 62 0 62H160c-46 0-46 66-4 66h24" />
        <path className="road is-quiet" d="M308 56c84 0 84 194 0 194h-44" strokeDasharray="3 6" />
      </g>
      {CARDS.map(({ x, y, tone, width }) => (
        <g key={`${x}-${y}`} transform={`translate(${x} ${y})`}>
          <rect className="card" width="84" height="38" rx="8" />
          <rect className={`card-icon is-${tone}`} x="8" y="9" width="20" height="20" rx="6" />
          <rect className="card-line" x="36" y="12" width={width} height="5" rx="2.5" />
          <rect className="card-line is-faint" x="36" y="22" width={width * 0.65} height="4" rx="2" />
        </g>
      ))}
      <circle className="traveller" cx="160" cy="184" r="5" />
      <circle className="traveller" cx="142" cy="61" r="4" />
      <circle className="traveller" cx="330" cy="140" r="4" />
    </svg>
  );
}

const CARDS = [
  { x: 12, y: 41, tone: 'entry', width: 38 },
  { x: 224, y: 37, tone: 'message', width: 34 },
  { x: 216, y: 103, tone: 'incentive', width: 40 },
  { x: 200, y: 165, tone: 'flow', width: 32 },
  { x: 180, y: 231, tone: 'audience', width: 38 },
] as const;
