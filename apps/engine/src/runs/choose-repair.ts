import type { JourneyDocument, NodeCatalogue } from '@sojourn/journey';
import type { LocalText } from '@sojourn/kernel';
import type { ParkedRun, Repair } from '@sojourn/storage';
import type { RepairRequest, REFUSALS } from './parked-run.dto.js';

type Refused = { readonly refuse: (typeof REFUSALS)[number] };

/** What a request means for one run on its drawing, or why it cannot be done there. */
export function chooseRepair(
  request: Pick<RepairRequest, 'action' | 'outcome' | 'nodeId'>,
  run: Pick<ParkedRun, 'nodeId'>,
  on: { readonly document: JourneyDocument | null; readonly journeyState: string | null },
  catalogueOf: (document: JourneyDocument) => NodeCatalogue,
): Repair | Refused {
  if (request.action === 'end') return { do: 'end' };
  if (on.journeyState !== 'live' && on.journeyState !== 'paused') return { refuse: 'journey-over' };
  const { document } = on;
  if (!document) return { refuse: 'version-gone' };
  switch (request.action) {
    case 'retry':
      return { do: 'retry' };
    case 'skip': {
      const way = waysOut(document, run.nodeId, catalogueOf(document)).find(
        ({ outcome }) => outcome === request.outcome,
      );
      return way ? { do: 'leave', outcome: way.outcome, to: way.to ?? undefined } : { refuse: 'no-such-outcome' };
    }
    case 'move': {
      const to = document.nodes.find(({ id }) => id === request.nodeId)?.id;
      if (to === undefined) return { refuse: 'no-such-node' };
      return to === run.nodeId ? { refuse: 'same-node' } : { do: 'move', to };
    }
  }
}

/** The ways out of a node: those its type declares for its config, and what is drawn (its plugin may be gone). */
export function waysOut(
  document: JourneyDocument,
  nodeId: string,
  catalogue: NodeCatalogue,
): { readonly outcome: string; readonly label: LocalText; readonly to: string | null }[] {
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (!node) return [];
  const drawn = new Map(document.edges.flatMap(({ from, to }) => (from.node === nodeId ? [[from.outcome, to]] : [])));
  const declared = (catalogue.get(node.type)?.outcomes(node.config) ?? []).map(({ id, label }) => ({ id, label }));
  const known = new Set(declared.map(({ id }) => id));
  const others = [...drawn.keys()].filter((id) => !known.has(id)).map((id) => ({ id, label: { en: id, 'zh-CN': id } }));
  return [...declared, ...others].map(({ id, label }) => ({ outcome: id, label, to: drawn.get(id) ?? null }));
}
