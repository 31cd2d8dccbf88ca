/** Prefix of the ids of a form's fields; what follows is the pointer into the config with `_` for `/`. */
export const FIELD_PREFIX = 'cfg';

/** Puts the cursor into the field a pointer names, or the nearest one around it; without a pointer into the first. */
export function focusField(nodeId: string, pointer: string | undefined): void {
  const inspector = document.querySelector<HTMLElement>(`.je-inspector[data-node="${CSS.escape(nodeId)}"]`);
  if (!inspector) return;
  const within = pointer?.replace(/^\/nodes\/\d+/, '').replace(/^\/config/, '');
  const steps = within === undefined ? [] : within.split('/').filter(Boolean);
  for (let length = steps.length; length > 0; length--) {
    const name = [FIELD_PREFIX, ...steps.slice(0, length)].join('_');
    const field = inspector.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    const input = field && firstInput(field);
    if (input) {
      input.scrollIntoView({ block: 'center' });
      input.focus({ preventScroll: true });
      return;
    }
  }
  firstInput(inspector.querySelector<HTMLElement>('.je-inspector-body') ?? inspector)?.focus();
}

function firstInput(element: HTMLElement): HTMLElement | null {
  return element.querySelector<HTMLElement>(
    'input:not([type=hidden]), textarea, [role=combobox], [role=switch], button',
  );
}
