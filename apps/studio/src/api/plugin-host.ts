import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import type { LocalText } from '../i18n/local-text.js';
import { ask } from './ask.js';

export interface CredentialView {
  readonly name: string;
  readonly title: LocalText;
  readonly help?: LocalText | null;
  /** JSON Schema of an object of texts; `x-secret` hides a field. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly hosts: readonly string[];
  readonly hasTest?: boolean;
  /** When it was last written; null while it was not. What was written is never read back. */
  readonly setAt: number | null;
  readonly setBy?: string | null;
}

export interface CostTotal {
  readonly items: number;
  readonly batches: number;
  readonly cpuUs: number;
  readonly calls: number;
  readonly errors: number;
}

export interface NodeCostRow extends CostTotal {
  readonly nodeId: string;
  readonly plugin: string;
  readonly journeyId?: number;
  readonly journey?: { readonly id: number; readonly name: string | null } | null;
}

export interface Costs {
  readonly items: readonly NodeCostRow[];
  /** How many days back these figures reach. */
  readonly days: number;
}

export interface SourceView {
  readonly id: number;
  readonly name: string;
  readonly plugin: string;
  readonly nodeType: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly state: 'active' | 'paused';
  readonly everySeconds: number | null;
  readonly nextAt: number | null;
  readonly events: number;
  readonly lastOkAt: number | null;
  readonly lastError: string | null;
  readonly lastErrorAt: number | null;
  readonly failures: number;
  readonly revision: number;
}

export interface RecordingRow {
  readonly id: number;
  readonly at: number;
  readonly version: string;
  readonly nodeType: string;
  readonly journey: { readonly id: number; readonly name: string | null } | null;
  readonly nodeId: string;
  readonly items: number;
  readonly reason: string;
}

export interface OptionsPage {
  readonly items: readonly { readonly value: string; readonly label: string }[];
  readonly next: string | null;
}

const of = (id: string) => `/api/plugins/${encodeURIComponent(id)}`;

export const credentialsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'credentials'],
    queryFn: ({ signal }) => ask<{ items: readonly CredentialView[] }>('GET', `${of(id)}/credentials`, { signal }),
    select: ({ items }) => items,
  });

export function useCredential(id: string, name: string) {
  const client = useQueryClient();
  const place = `${of(id)}/credentials/${encodeURIComponent(name)}`;
  const onSuccess = () => client.invalidateQueries({ queryKey: ['plugin', id, 'credentials'] });
  return {
    save: useMutation({
      mutationFn: (values: Readonly<Record<string, string>>) => ask('PUT', place, { body: { values } }),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: () => ask('DELETE', place), onSuccess }),
    test: useMutation({
      mutationFn: () => ask<{ ok: boolean; status?: number | null; message?: LocalText | null }>('POST', `${place}/test`), // prettier-ignore
    }),
  };
}

export const pluginCostsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'costs'],
    queryFn: ({ signal }) => ask<Costs>('GET', `${of(id)}/costs`, { signal }),
  });

export const journeyCostsQuery = (journey: number) =>
  queryOptions({
    queryKey: ['journey-costs', journey],
    queryFn: ({ signal }) => ask<Costs>('GET', `/api/journeys/${journey}/costs`, { signal }),
    staleTime: 30_000,
    retry: false,
  });

export const recordingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'recordings'],
    queryFn: ({ signal }) => ask<{ items: readonly RecordingRow[] }>('GET', `${of(id)}/recordings`, { signal }),
    select: ({ items }) => items,
  });

/** The whole of a failed batch, as the developer's tools replay it. */
export function recording(id: string, rid: number): Promise<unknown> {
  return ask('GET', `${of(id)}/recordings/${rid}`);
}

export const sourcesQuery = queryOptions({
  queryKey: ['plugin-sources'],
  queryFn: ({ signal }) => ask<{ items: readonly SourceView[] }>('GET', '/api/sources', { signal }),
  select: ({ items }) => items,
  refetchInterval: 15_000,
});

export interface SourceDraft {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly everySeconds: number | null;
}

export function useSources() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['plugin-sources'] });
  return {
    /** The answer holds the address to post to, which can be read this once. */
    add: useMutation({
      mutationFn: (body: SourceDraft & { readonly plugin: string; readonly nodeType: string }) =>
        ask<SourceView & { readonly url?: string | null }>('POST', '/api/sources', { body }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({
        id,
        ...body
      }: { id: number; revision: number } & Partial<SourceDraft> & { state?: 'active' | 'paused' }) =>
        // prettier-ignore
        ask('PUT', `/api/sources/${id}`, { body }),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (id: number) => ask('DELETE', `/api/sources/${id}`), onSuccess }),
  };
}

/** One of a node's optional functions, run in the sandbox. */
export function callHook<Data>(
  type: string,
  hook: 'options' | 'validate' | 'preview' | 'estimate',
  body: object,
  signal?: AbortSignal,
): Promise<Data> {
  const [plugin = '', node = ''] = type.split('/');
  return ask('POST', `/api/node-types/${encodeURIComponent(plugin)}/${encodeURIComponent(node)}/${hook}`, {
    body,
    ...(signal && { signal }),
  });
}

/** Choices of a field; asked again when what they depend on changes, and not with every other key that is pressed. */
export const optionsQuery = (
  type: string,
  asked: {
    readonly name: string;
    readonly config: object;
    readonly search: string;
    readonly journey?: number | undefined;
  },
  dependencies: readonly unknown[],
) =>
  infiniteQueryOptions({
    queryKey: ['node-options', type, asked.name, asked.search, dependencies],
    queryFn: ({ pageParam, signal }) => callHook<OptionsPage>(type, 'options', { ...asked, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
