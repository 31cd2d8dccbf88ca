import type { FieldProps } from '@rjsf/utils';
import { useEffect } from 'react';
import { freshId } from '../../fresh-id.js';
import { fieldOf } from './field.js';

/** A stable id that nobody should have to think of: given once, never shown. */
export function IdField(props: FieldProps) {
  const { value, set, path, disabled } = fieldOf<string>(props);
  const missing = value === undefined || value === '';
  useEffect(() => {
    // `branches/2/id` -> `branch-…`: readable in exports and reports.
    const list = path.findLast((step) => typeof step === 'string' && step !== 'id');
    if (missing && !disabled)
      set(freshId(String(list ?? 'way').replace(/(ches|s)$/, (end) => (end === 'ches' ? 'ch' : ''))));
    // Once per field that has none.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [missing]);
  return null;
}
