// The line around a region of pixels, along the pixels' edges.

/** Whether each pixel belongs to the region: n values, 0 or not. */
export type RegionMask = ArrayLike<number>;

/** SVG path data in columns and rows (whole numbers are the centres of pixels) around a region. */
export function outlinePath(mask: RegionMask, rows: number, cols: number): string {
  const isInside = (row: number, col: number): boolean =>
    row >= 0 && col >= 0 && row < rows && col < cols && Boolean(mask[row * cols + col]);
  const edges: string[] = [];
  for (let row = 0; row <= rows; row += 1) {
    for (let col = 0; col <= cols; col += 1) {
      const start = `M${col - 0.5} ${row - 0.5}`;
      if (isInside(row, col) !== isInside(row - 1, col)) edges.push(`${start}h1`);
      if (isInside(row, col) !== isInside(row, col - 1)) edges.push(`${start}v1`);
    }
  }
  return edges.join("");
}
