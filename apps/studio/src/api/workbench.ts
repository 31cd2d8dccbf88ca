import { answer, api } from './client.js';
import type { Id, JourneyDocument } from './types.js';
import type { components } from './schema.js';

type Schema = components['schemas'];

export type TypingsView = Schema['TypingsView'];
export type WorkbenchRun = Schema['WorkbenchRun'];
export type WorkbenchRunRequest = Schema['WorkbenchRunRequest'];
export type TriedContact = Schema['TriedContact'];

/** What a script finds around it, in a drawing as it stands on the screen. */
export function fetchTypings(
  ask: { readonly journey: Id; readonly node: string; readonly document: JourneyDocument },
  signal?: AbortSignal,
): Promise<TypingsView> {
  const document = ask.document as unknown as Record<string, unknown>; // an interface has no index signature
  return answer(api.POST('/api/workbench/typings', { body: { ...ask, document }, ...(signal ? { signal } : {}) }));
}

/** Tries code on sample contacts. Nothing is written. */
export function runInWorkbench(body: WorkbenchRunRequest, signal?: AbortSignal): Promise<WorkbenchRun> {
  return answer(api.POST('/api/workbench/run', { body, ...(signal ? { signal } : {}) }));
}

export interface PromoteRequest extends Pick<WorkbenchRunRequest, 'event' | 'variables'> {
  readonly journey: Id;
  readonly node: string;
  readonly document: JourneyDocument;
  readonly publisher: string;
  readonly name: string;
  /** Whom the tests are made of; absent: made-up contacts. */
  readonly contacts?: WorkbenchRunRequest['contacts'];
}

/** A plugin project made of a code node, as a .tgz. */
export async function promoteCodeNode(ask: PromoteRequest): Promise<Blob> {
  const document = ask.document as unknown as Record<string, unknown>; // an interface has no index signature
  return (await answer(api.POST('/api/workbench/promote', { body: { ...ask, document }, parseAs: 'blob' }))) as Blob;
}

/** A development bundle for this workspace; refused unless the engine was started for it. */
export async function putOnCanvas(manifest: Record<string, unknown>, code: string | undefined): Promise<void> {
  await answer(api.POST('/api/plugins/dev', { body: { manifest, ...(code === undefined ? {} : { code }) } }));
}
