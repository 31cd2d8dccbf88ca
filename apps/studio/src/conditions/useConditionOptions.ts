import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { attributesQuery, eventTypesQuery, tagsQuery } from '../api/contacts.js';
import type { ConditionOptions } from './options.js';

/** The lists of this workspace; empty until they are there. */
export function useConditionOptions(): ConditionOptions {
  const attributes = useQuery(attributesQuery).data;
  const tags = useQuery(tagsQuery).data;
  const events = useQuery(eventTypesQuery).data;
  return useMemo(
    () => ({ attributes: attributes ?? [], tags: tags?.map(({ tag }) => tag) ?? [], events: events ?? [] }),
    [attributes, tags, events],
  );
}
