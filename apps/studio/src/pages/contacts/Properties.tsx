/** An event's payload in one quiet line. */
export function Properties({ properties }: { readonly properties: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(properties);
  if (entries.length === 0) return null;
  return (
    <span className="properties">
      {entries.map(([name, value]) => {
        const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
        return (
          <span key={name} title={`${name}: ${text}`}>
            <span className="sj-faint">{name}</span> {text}
          </span>
        );
      })}
    </span>
  );
}
