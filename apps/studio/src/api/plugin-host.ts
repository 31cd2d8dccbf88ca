import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import type { LocalText } from '../i18n/local-text.js';
import { answer, api } from './client.js';
import type { components } from './schema.js';

type Schema = components['schemas'];
/** Words are the plugin's own; OpenAPI knows them only as objects. */
export type CredentialView = Omit<Schema['CredentialView'], 'title' | 'help'> & {
  readonly title: LocalText;
  readonly help: LocalText | null;
};
export type NodeCostRow = Schema['NodeCostView'];
export type CostTotal = Pick<NodeCostRow, 'items' | 'batches' | 'cpuUs' | 'calls' | 'errors'>;
export type SourceView = Schema['SourceView'];
export type RecordingRow = Schema['RecordingView'];

export const credentialsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'credentials'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/plugins/{id}/credentials', { params: { path: { id } }, signal })))
        .items as unknown as readonly CredentialView[],
  });

/** What was entered is never read back: it can be replaced, tested and forgotten. */
export function useCredential(id: string, name: string) {
  const client = useQueryClient();
  const params = { path: { id, name } };
  const onSuccess = () => client.invalidateQueries({ queryKey: ['plugin', id, 'credentials'] });
  return {
    save: useMutation({
      mutationFn: (values: Readonly<Record<string, string>>) =>
        answer(api.PUT('/api/plugins/{id}/credentials/{name}', { params, body: { values: { ...values } } })),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: () => answer(api.DELETE('/api/plugins/{id}/credentials/{name}', { params })),
      onSuccess,
    }),
    test: useMutation({
      mutationFn: () => answer(api.POST('/api/plugins/{id}/credentials/{name}/test', { params })),
    }),
  };
}

export const pluginCostsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'costs'],
    queryFn: ({ signal }) => answer(api.GET('/api/plugins/{id}/costs', { params: { path: { id } }, signal })),
  });

export const journeyCostsQuery = (journey: number) =>
  queryOptions({
    queryKey: ['journey-costs', journey],
    queryFn: ({ signal }) => answer(api.GET('/api/journeys/{id}/costs', { params: { path: { id: journey } }, signal })),
    staleTime: 30_000,
    retry: false,
  });

export const recordingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['plugin', id, 'recordings'],
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/plugins/{id}/recordings', { params: { path: { id } }, signal }))).items,
  });

/** The whole of a failed batch, as the developer's tools replay it. */
export function recording(id: string, rid: number) {
  return answer(api.GET('/api/plugins/{id}/recordings/{rid}', { params: { path: { id, rid } } }));
}

function isFresh({ state, everySeconds, lastOkAt, lastErrorAt }: SourceView): boolean {
  return state === 'active' && everySeconds !== null && lastOkAt === null && lastErrorAt === null;
}

export const sourcesQuery = queryOptions({
  queryKey: ['plugin-sources'],
  queryFn: async ({ signal }) => (await answer(api.GET('/api/sources', { signal }))).items,
  // One that was just set up is asked within seconds: whoever waits for the first answer sees it come.
  refetchInterval: ({ state }) => (state.data?.some(isFresh) ? 2_000 : 15_000),
});

export function useSources() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['plugin-sources'] });
  return {
    /** The answer holds the address to post to, which can be read this once. */
    add: useMutation({
      mutationFn: (body: Schema['NewSource']) => answer(api.POST('/api/sources', { body })),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: { readonly id: number } & Schema['SourceChange']) =>
        answer(api.PUT('/api/sources/{id}', { params: { path: { id } }, body })),
      onSuccess,
    }),
    /** The old address is refused from then on. */
    readdress: useMutation({
      mutationFn: (id: number) => answer(api.POST('/api/sources/{id}/address', { params: { path: { id } } })),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (id: number) => answer(api.DELETE('/api/sources/{id}', { params: { path: { id } } })),
      onSuccess,
    }),
  };
}

/** `acme.weather/forecast` as the API's address has it. */
function placeOf(nodeType: string): { readonly path: { plugin: string; type: string } } {
  const [plugin = '', type = ''] = nodeType.split('/');
  return { path: { plugin, type } };
}

interface Drawn {
  readonly config: object;
  readonly journey: number;
}

/** Whether the settings are right, in the plugin's own judgement. */
export function validateConfig(nodeType: string, { config, journey }: Drawn) {
  const body = { config: { ...config }, journey };
  return answer(api.POST('/api/node-types/{plugin}/{type}/validate', { params: placeOf(nodeType), body }));
}

/** What it would do with one contact; nothing is done. */
export function previewNode(nodeType: string, { config, journey, contact }: Drawn & { readonly contact: number }) {
  const body = { config: { ...config }, journey, contact };
  return answer(api.POST('/api/node-types/{plugin}/{type}/preview', { params: placeOf(nodeType), body }));
}

/** What so many contacts would cost. */
export function estimateNode(nodeType: string, { config, journey, contacts }: Drawn & { readonly contacts: number }) {
  const body = { config: { ...config }, journey, contacts };
  return answer(api.POST('/api/node-types/{plugin}/{type}/estimate', { params: placeOf(nodeType), body }));
}

/** Choices of a field; asked again when what they depend on changes, and not with every other key that is pressed. */
export const optionsQuery = (
  nodeType: string,
  asked: {
    readonly name: string;
    readonly config: object;
    readonly search: string;
    readonly journey?: number | undefined;
  },
  dependencies: readonly unknown[],
) =>
  infiniteQueryOptions({
    queryKey: ['node-options', nodeType, asked.name, asked.search, dependencies],
    queryFn: ({ pageParam, signal }) => {
      const { name, search, journey } = asked;
      return answer(
        api.POST('/api/node-types/{plugin}/{type}/options', {
          params: placeOf(nodeType),
          body: {
            name,
            search,
            config: { ...asked.config },
            cursor: pageParam,
            ...(journey !== undefined && { journey }),
          },
          signal,
        }),
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
