import { big, primary, table, text } from '../database/columns.js';

/** Which ids of a kind are given away already; see IdBlocks. */
export interface IdBlockRow {
  kind: string;
  next: number;
}
export const IdBlock = table<IdBlockRow>('id_block', { kind: primary(text(64)), next: big() });
