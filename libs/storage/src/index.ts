export * from './database/database.js';
export type * from './database/dialect.js';
export { openDatabase } from './database/open-database.js';
export { parseJson, rowsAmong, toJson } from './database/read.js';
export { insertRows, updateRows } from './database/write.js';
export * from './entities/rows.js';
