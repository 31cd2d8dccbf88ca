export { ConditionBuilder, type ConditionBuilderProps } from './ConditionBuilder.js';
export { isComplete, rowCount, toCondition, toGroup } from './model.js';
export { PayloadRows, type PayloadRowsProps } from './PayloadRows.js';
export { type ConditionOptions } from './options.js';
export { useConditionOptions } from './useConditionOptions.js';
