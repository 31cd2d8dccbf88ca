/**
 * A condition on `state` that no planner takes for a way in. Rows are found by id or contact; by state, which leads the
 * indexes of what is due, a database without statistics would read every waiting row instead.
 */
export const stateIs = (...states: readonly string[]): string =>
  `CASE WHEN state IN (${states.map((state) => `'${state}'`).join(', ')}) THEN 1 END = 1`;

export const UNDER_WAY = stateIs('active', 'paused');
