import type { FieldProps } from '@rjsf/utils';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useDeferredValue, useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { optionsQuery } from '../../../../api/plugin-host.js';
import { useLanguage } from '../../../../i18n/index.js';
import { describeError } from '../../../../errors/describe.js';
import { Labelled } from '../Labelled.js';
import { fieldOf } from './field.js';
import { dependenciesOf, isWaiting, type OptionsSpec } from './options-spec.js';

/** So far a chosen value's label is looked for by itself. */
const MOST_PAGES = 5;

/** A field whose choices the plugin fetches: searched there, page by page, and again when what they depend on changes. */
export function OptionsField(props: FieldProps) {
  const { t } = useTranslation('plugins');
  const { t: tStudio } = useTranslation();
  const language = useLanguage();
  const { id, value: held, set, disabled, labelled, schema, context } = fieldOf<string | readonly string[]>(props);
  // A default that has to be chosen first is an empty text.
  const value = held === '' ? undefined : held;
  const spec = (schema as { readonly 'x-options'?: OptionsSpec })['x-options'] ?? { name: '' };
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const search = useDeferredValue(typed.trim());
  const dependencies = dependenciesOf(spec, context.config);
  const waits = isWaiting(dependencies);
  const many = schema.type === 'array';
  const { nodeType, journeyId } = context;
  const options = useInfiniteQuery({
    ...optionsQuery(
      nodeType ?? '',
      { name: spec.name, config: context.config, search, journey: journeyId },
      dependencies,
    ),
    // A chosen value wants its label even before the list is opened.
    enabled: nodeType !== undefined && !waits && !disabled && (opened || value !== undefined),
  });
  const list = options.data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = many ? ((value as readonly string[] | undefined) ?? []) : value === undefined ? [] : [value as string];
  const lost = chosen.filter((one) => !list.some((option) => option.value === one));
  const { hasNextPage, isFetching, fetchNextPage } = options;
  const looksOn =
    lost.length > 0 && search === '' && !opened && (options.data?.pages.length ?? 0) < MOST_PAGES && !options.isError;
  useEffect(() => {
    if (looksOn && hasNextPage && !isFetching) void fetchNextPage();
  }, [looksOn, hasNextPage, isFetching, fetchNextPage]);
  const failed = options.isError ? describeError(options.error, tStudio, language) : undefined;
  const popup = (menu: ReactElement) => (
    <>
      {menu}
      {options.hasNextPage ? (
        <Button
          block
          type="text"
          size="small"
          loading={options.isFetchingNextPage}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void options.fetchNextPage()}
        >
          {t('options.more')}
        </Button>
      ) : null}
    </>
  );
  return (
    <Labelled {...labelled} htmlFor={id}>
      <Select
        id={id}
        style={{ width: '100%' }}
        {...(many ? { mode: 'multiple' as const } : { allowClear: true })}
        value={many ? [...chosen] : (chosen[0] ?? null)}
        disabled={disabled || waits}
        loading={options.isFetching}
        status={failed ? 'error' : ''}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        placeholder={waits ? t('options.waits') : t('options.choose')}
        notFoundContent={<span className="sj-faint">{t(options.isFetching ? 'options.loading' : 'options.none')}</span>}
        options={[
          ...list.map(({ value: one, label }) => ({ value: one, label })),
          // What was chosen stays readable when the search hides it or the other side no longer has it.
          ...lost.map((one) => ({ value: one, label: one })),
        ]}
        popupRender={popup}
        onOpenChange={setOpened}
        onChange={(next: string | readonly string[] | null | undefined) => set(next ?? undefined)}
      />
      {failed ? (
        <p className="je-error" role="alert">
          {[t('options.failed'), failed.title, failed.remedy].filter(Boolean).join(' ')}{' '}
          <Button type="link" size="small" onClick={() => void options.refetch()}>
            {t('retry')}
          </Button>
        </p>
      ) : null}
    </Labelled>
  );
}
