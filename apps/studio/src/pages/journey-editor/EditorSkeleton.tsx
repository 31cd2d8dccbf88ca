/** The editor's outline while it loads, so that nothing jumps when it comes. */
export function EditorSkeleton() {
  return (
    <div className="je" aria-busy="true">
      <div className="je-bar">
        <span className="sj-bar" style={{ width: 180 }} />
      </div>
      <div className="je-body je-skeleton">
        <div className="je-skeleton-panel">
          {Array.from({ length: 8 }, (_, index) => (
            <span key={index} className="sj-bar" style={{ width: `${80 - ((index * 17) % 40)}%` }} />
          ))}
        </div>
        <div className="je-skeleton-flow">
          <span className="je-skeleton-card" />
          <span className="je-skeleton-card" />
          <span className="je-skeleton-card" />
        </div>
      </div>
    </div>
  );
}
