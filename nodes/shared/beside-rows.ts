/**
 * Results beside the rows that they are about, so that a CSV node can write both: where a row has a column of the same
 * name, the result's counts. What came in other than as rows is left out.
 *
 * @param results in the order of the rows
 */
export function besideRows<Result extends object>(results: readonly Result[], rows: unknown): Result[] {
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [rows];
  return results.map((result, index) => {
    const row = list[index];
    const isRow = typeof row === 'object' && row !== null && !Array.isArray(row);
    return isRow ? { ...row, ...result } : result;
  });
}
