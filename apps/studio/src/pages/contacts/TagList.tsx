import { Tooltip } from 'antd';

interface TagListProps {
  readonly tags: readonly string[];
  /** Shows that many, and the rest on hover. */
  readonly limit?: number;
}

export function TagList({ tags, limit = tags.length }: TagListProps) {
  if (tags.length === 0) return <span className="sj-faint">–</span>;
  const rest = tags.slice(limit);
  return (
    <span className="tag-list">
      {tags.slice(0, limit).map((tag) => (
        <span key={tag} className="chip">
          {tag}
        </span>
      ))}
      {rest.length > 0 ? (
        <Tooltip title={rest.join(', ')}>
          <span className="chip">+{rest.length}</span>
        </Tooltip>
      ) : null}
    </span>
  );
}
