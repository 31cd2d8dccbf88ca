/** Row ids are JS-safe positive integers, handed out in blocks so that a batch knows its ids before it inserts. */
export type Id = number;

/** Hands out ids one by one or many at once. */
export interface IdSource {
  /** `count` fresh ids of the named kind, ascending. */
  take(kind: string, count: number): Promise<Id[]>;
}
