import { useStore } from 'zustand';
import { describeHappening } from '../texts/describe.js';
import { useCanvas } from './context.js';

/** Tells those who do not see the canvas what each edit did. */
export function LiveRegion() {
  const { store, texts } = useCanvas();
  const happening = useStore(store, (state) => state.happening);
  return (
    <div className="sc-visually-hidden" role="status" aria-live="polite">
      {happening ? <span key={happening.seq}>{describeHappening(happening, texts)}</span> : null}
    </div>
  );
}
