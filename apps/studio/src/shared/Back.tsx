import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link } from 'react-router';

export function Back({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <Link to={to} className="sj-muted">
      <ArrowLeftOutlined aria-hidden /> {children}
    </Link>
  );
}
