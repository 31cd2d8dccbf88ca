import { ExclamationCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import './ErrorNotice.css';

export interface ErrorNoticeProps {
  /** What happened, and to whom. */
  readonly title: string;
  /** What to do now. */
  readonly remedy?: string | undefined;
  readonly action?: { readonly label: string; readonly onClick: () => void } | undefined;
  readonly page?: boolean;
}

/** An error in the place of what it kept from view. */
export function ErrorNotice({ title, remedy, action, page = false }: ErrorNoticeProps) {
  const Title = page ? 'h1' : 'b';
  return (
    <div className={`sj-error${page ? ' is-page' : ''}`} role="alert">
      <ExclamationCircleOutlined className="sj-error-icon" aria-hidden />
      <div className="sj-error-words">
        <Title>{title}</Title>
        {remedy ? <span>{remedy}</span> : null}
      </div>
      {action ? (
        <Button size="small" onClick={action.onClick}>
          {action.label}
        </Button>
      ) : null}
    </div>
  );
}
