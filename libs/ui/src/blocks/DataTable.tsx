import { Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { TableSkeleton } from './Skeletons.js';
import './DataTable.css';

export interface DataTableProps<Row extends object> extends Pick<
  TableProps<Row>,
  'columns' | 'rowKey' | 'onRow' | 'rowSelection' | 'rowClassName'
> {
  /** Undefined until the first answer. */
  readonly rows: readonly Row[] | undefined;
  /** Newer rows are on their way; the old ones stay readable. */
  readonly refreshing?: boolean;
  /** What stands here when there is none. */
  readonly empty: ReactNode;
  /** Under the last row: the way to more. */
  readonly footer?: ReactNode;
  /** Names the table for those who do not see it. */
  readonly label: string;
}

/** Rows in a sheet: skeleton, empty state, quiet refresh, more below. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, refreshing = false, empty, footer, label, ...table } = props;
  if (rows === undefined) return <TableSkeleton columns={table.columns?.length ?? 4} />;
  if (rows.length === 0) return <div className="sj-table is-empty">{empty}</div>;
  return (
    <div
      className={`sj-table${refreshing ? ' is-refreshing' : ''}`}
      role="region"
      aria-label={label}
      aria-busy={refreshing}
    >
      <Table<Row> {...table} dataSource={rows} pagination={false} size="middle" tableLayout="fixed" />
      {footer ? <div className="sj-table-footer">{footer}</div> : null}
    </div>
  );
}
