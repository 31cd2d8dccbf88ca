/** Cards without words, where the canvas will be in a moment. */
export function CanvasSkeleton() {
  return (
    <div className="canvas-skeleton" aria-hidden="true">
      {[0, 1, 2].map((card) => (
        <div key={card}>
          <span className="sj-bar" />
          <span className="sj-bar" />
        </div>
      ))}
    </div>
  );
}
