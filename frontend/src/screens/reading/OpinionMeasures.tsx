// What was measured in the slice, and whether an inversion of our own bears the scanner's stiffness out.
import type { SliceDetail } from "../../contract/index.ts";
import { formatArea, formatCrosscheck, formatKpa } from "../../domain/format.ts";
import { wordsOfCrosscheck } from "../../domain/opinion.ts";
import { kilopascal } from "../../domain/stiffness.ts";
import { Figure, Missing } from "../parts/Missing.tsx";

export function OpinionMeasures({ slice }: { slice: SliceDetail }) {
  const why = slice.why || "Not measured in this slice";
  const { crosscheck_kpa: own, crosscheck_ratio: ratio } = slice;
  const isChecked = own !== null && ratio !== null;
  return (
    <>
      <dl className="opinion__numbers">
        <dt>Stiffness, median</dt>
        <dd>
          <Figure value={slice.stiffness_kpa} format={(value) => formatKpa(kilopascal(value))} why={why} />
        </dd>
        <dt>Measurable area</dt>
        <dd>
          <Figure value={slice.measurable_area_cm2} format={formatArea} why={why} />
        </dd>
        <dt>Own inversion</dt>
        <dd>
          {isChecked ? (
            formatCrosscheck(kilopascal(own), ratio)
          ) : (
            <Missing why="Neither raw phase nor wave images, or nothing measurable" />
          )}
        </dd>
      </dl>
      {isChecked && <p className="quiet small">{wordsOfCrosscheck(ratio, slice.crosscheck_source)}</p>}
    </>
  );
}
