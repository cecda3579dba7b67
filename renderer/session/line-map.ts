/** The lines of a log that are shown, where not all are: which line stands in which row, and in which row a line stands. */
export class LineMap {
  /** First line, how many, and the row of the first, of each run; in order. */
  readonly #runs: { line: number; count: number; row: number }[] = [];
  /** How many rows there are. */
  rows = 0;

  /** Takes pairs of first line and how many, which come after all that were taken before. */
  add(pairs: readonly number[]): void {
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      const [line = 0, count = 0] = [pairs[at], pairs[at + 1]];
      const last = this.#runs.at(-1);
      if (last && last.line + last.count === line) last.count += count;
      else this.#runs.push({ line, count, row: this.rows });
      this.rows += count;
    }
  }

  /** The line in a row; null where there is no such row. */
  lineAt(row: number): number | null {
    const run = this.#last((one) => one.row <= row);
    return run && row - run.row < run.count ? run.line + row - run.row : null;
  }

  /** The row of a line; null where it is not shown. */
  rowOf(line: number): number | null {
    const run = this.#last((one) => one.line <= line);
    return run && line - run.line < run.count ? run.row + line - run.line : null;
  }

  #last(holds: (run: { line: number; count: number; row: number }) => boolean): { line: number; count: number; row: number } | undefined {
    let [from, to] = [0, this.#runs.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const run = this.#runs[middle];
      if (run && holds(run)) from = middle + 1;
      else to = middle;
    }
    return this.#runs[from - 1];
  }
}
