import type { FieldProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { collectionsQuery, couponPoolsQuery } from '../../../../api/index.js';
import { paths } from '../../../../routes/paths.js';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';

interface Choice {
  readonly name: string;
  readonly note: string;
}

export function CouponPoolField(props: FieldProps) {
  const { t } = useTranslation('editor');
  const { data, isPending } = useQuery(couponPoolsQuery);
  const choices = (data ?? []).map((pool) => ({
    name: pool.name,
    note: t('reference.free', { count: pool.stock.free }),
  }));
  return (
    <ReferenceField
      {...props}
      choices={choices}
      loading={isPending}
      create={paths.coupons}
      createText={t('reference.newPool')}
    />
  );
}

export function CollectionField(props: FieldProps) {
  const { t } = useTranslation('editor');
  const { data, isPending } = useQuery(collectionsQuery);
  const choices = (data ?? []).map((one) => ({
    name: one.name,
    note: one.supply === null ? t('reference.unlimited') : `${one.minted} / ${one.supply}`,
  }));
  return (
    <ReferenceField
      {...props}
      choices={choices}
      loading={isPending}
      create={paths.collectibles}
      createText={t('reference.newCollection')}
    />
  );
}

/** One of the workspace's things by name; a name that is gone stays visible so that it can be mended. */
function ReferenceField({
  choices,
  loading,
  create,
  createText,
  ...props
}: FieldProps & { choices: readonly Choice[]; loading: boolean; create: string; createText: string }) {
  const { t } = useTranslation('editor');
  const { id, value, set, disabled, labelled } = fieldOf<string>(props as FieldProps);
  const gone = value !== undefined && value !== '' && !loading && !choices.some((choice) => choice.name === value);
  return (
    <Labelled
      {...labelled}
      htmlFor={id}
      extra={
        disabled ? null : (
          <Link to={create} target="_blank" className="je-create">
            {createText}
          </Link>
        )
      }
    >
      <Select
        id={id}
        style={{ width: '100%' }}
        value={value ?? null}
        loading={loading}
        disabled={disabled}
        status={gone ? 'error' : ''}
        showSearch={{ optionFilterProp: 'value' }}
        notFoundContent={<span className="sj-faint">{t('reference.none')}</span>}
        options={choices.map((choice) => ({ value: choice.name, note: choice.note }))}
        optionRender={({ data }) => (
          <span className="je-option">
            <span>{data.value}</span>
            <span className="sj-faint">{data.note}</span>
          </span>
        )}
        onChange={(next) => set(next ?? undefined)}
      />
      {gone && labelled.errors.length === 0 ? <p className="je-error">{t('reference.gone', { name: value })}</p> : null}
    </Labelled>
  );
}
