import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface LoadMoreProps {
  readonly shown: number;
  /** All there are, when it is known. */
  readonly total?: number | undefined;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
}

/** How far down the list one is, and the way further. */
export function LoadMore({ shown, total, hasMore, loading, onMore }: LoadMoreProps) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <>
      <span className="sj-number">
        {!hasMore
          ? t('common.allShown', { shown: number(shown) })
          : total === undefined
            ? t('common.shown', { shown: number(shown) })
            : t('common.ofTotal', { shown: number(shown), total: number(total) })}
      </span>
      {hasMore ? (
        <Button size="small" loading={loading} onClick={onMore}>
          {t('common.loadMore')}
        </Button>
      ) : null}
    </>
  );
}
