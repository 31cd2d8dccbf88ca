import './Skeletons.css';

/** Grey bars where a table will be, so that nothing jumps when it comes. */
export function TableSkeleton({ columns = 4, rows = 8 }: { readonly columns?: number; readonly rows?: number }) {
  return (
    <div className="sj-table sj-skeleton-table" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="sj-skeleton-row">
          {Array.from({ length: columns }, (_, column) => (
            <span
              key={column}
              className="sj-bar"
              style={{ width: `${column === 0 ? 70 : 30 + ((row * 7 + column * 13) % 40)}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

export function TextSkeleton({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div className="sj-skeleton-text" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span
          key={line}
          className="sj-bar"
          style={{ width: `${line === lines - 1 ? 55 : 92 - ((line * 11) % 25)}%` }}
        />
      ))}
    </div>
  );
}
