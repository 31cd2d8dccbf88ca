export interface WordmarkProps {
  /** Only the sign, for a collapsed navigation. */
  readonly compact?: boolean;
  /** Height of the sign in pixels. */
  readonly size?: number;
}

/** A path that leaves, rests and goes on: two stations on one road. */
export function Wordmark({ compact = false, size = 24 }: WordmarkProps) {
  return (
    <span className="sj-wordmark" role="img" aria-label="Sojourn">
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <rect width="24" height="24" rx="6.5" fill="var(--sj-accent)" />
        <path
          d="M6.6 16.9h5.6a3.1 3.1 0 0 0 0-6.2h-.6a2.35 2.35 0 0 1 0-4.7h5.4"
          fill="none"
          stroke="var(--sj-on-accent)"
          strokeWidth="2"
          strokeLinecap="round"
          transform="translate(0 .55)"
        />
        <circle cx="6.4" cy="17.45" r="2.1" fill="var(--sj-on-accent)" />
        <circle cx="17.4" cy="6.55" r="1.75" fill="var(--sj-accent)" stroke="var(--sj-on-accent)" strokeWidth="1.5" />
      </svg>
      {compact ? null : (
        <span className="sj-wordmark-text" aria-hidden="true">
          Sojourn
        </span>
      )}
    </span>
  );
}
