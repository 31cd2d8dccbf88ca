/** What stands in a {@link SortedRows}: ordered by its moment, then by its id. */
export interface Dated {
  readonly id: number;
  readonly at: number;
}

/** Rows in the order of (moment, id), as an index of a database keeps them. */
export class SortedRows {
  readonly #rows: Dated[] = [];

  add(at: number, id: number): void {
    this.#rows.splice(this.#placeOf(at, id), 0, { at, id });
  }

  /** Takes out the row that was added with this very moment; none when there is none. */
  remove(at: number, id: number): void {
    const place = this.#placeOf(at, id);
    const row = this.#rows[place];
    if (row?.at === at && row.id === id) this.#rows.splice(place, 1);
  }

  first(): Dated | undefined {
    return this.#rows[0];
  }

  /** Ids of the rows due up to a moment, earliest first. The rows may change while they are walked through. */
  upTo(moment: number): number[] {
    return this.#rows.slice(0, this.#placeOf(moment, Infinity)).map(({ id }) => id);
  }

  /** The place of the first row that does not come before (at, id). */
  #placeOf(at: number, id: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.#rows[middle]!; // between low and high
      if (row.at < at || (row.at === at && row.id < id)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
