// What the reader measured: the exam's stiffness from all regions, and each slice by itself.
import type { ExamDetail, SliceDetail } from "../../../contract/index.ts";
import { formatArea, formatKpa2, formatPosition, formatShare, plural } from "../../../domain/format.ts";
import { bandOf, cautionsOf, combine, type Measurement } from "../../../domain/measure.ts";
import { kilopascal } from "../../../domain/stiffness.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Mark } from "../../parts/Mark.tsx";
import { useSignedIn } from "../../shell/SessionContext.ts";
import { regionOf, versionOf } from "./useBook.ts";
import type { Measuring } from "./useMeasuring.ts";

interface Row {
  slice: SliceDetail;
  numbers: Measurement;
  /** Why it does not count; empty where it does. */
  leftOut: string;
}

function whyLeftOut(slice: SliceDetail, reader: number | undefined): string {
  const region = regionOf(slice, reader);
  const { stiffness } = slice.images;
  if (region && stiffness && region.pixels !== versionOf(stiffness)) return "the map was replaced since";
  const own = slice.reviews.filter((review) => review.reader.id === reader).at(-1);
  return own?.quality === "non_diagnostic" ? "you called it not diagnostic" : "";
}

function rowsOf(exam: ExamDetail, shown: SliceDetail, measuring: Measuring, reader: number | undefined): Row[] {
  return exam.slices.flatMap((slice) => {
    const isShown = slice.id === shown.id;
    const isDrawn = isShown ? measuring.shown !== null : measuring.book.presentOf(slice).outline !== null;
    const numbers = isShown ? measuring.measurement : regionOf(slice, reader)?.numbers;
    return isDrawn && numbers ? [{ slice, numbers, leftOut: whyLeftOut(slice, reader) }] : [];
  });
}

function Reference({ kpa }: { kpa: number }) {
  const { from, to, name } = bandOf(kpa);
  const range = from === 0 ? "under" : to === null ? "from" : `${from.toFixed(1)} to`;
  return (
    <p className="quiet small">
      Reference at 60 Hz, {range} {(to ?? from).toFixed(1)} kPa{to === null && " on"}: {name}. Not a diagnosis.
    </p>
  );
}

function Cautions({ cautions }: { cautions: readonly string[] }) {
  return (
    <ul className="opinion__warnings">
      {cautions.map((caution) => (
        <li key={caution}>
          <Mark mark="question" /> {caution}
        </li>
      ))}
    </ul>
  );
}

function Table({ rows, shown }: { rows: Row[]; shown: SliceDetail }) {
  return (
    <table className="measure-table">
      <thead>
        <tr>
          <th scope="col">Slice</th>
          <th scope="col">Mean</th>
          <th scope="col">Area</th>
          <th scope="col">Confident</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ slice, numbers, leftOut }) => (
          <tr key={slice.id} aria-current={slice.id === shown.id} data-left-out={leftOut !== ""} title={leftOut}>
            <th scope="row">{formatPosition(slice.location_mm)}</th>
            <td>{leftOut ? <s>{numbers.mean_kpa.toFixed(2)}</s> : numbers.mean_kpa.toFixed(2)}</td>
            <td>{formatArea(numbers.area_cm2)}</td>
            <td>{numbers.confident_share === null ? "–" : formatShare(numbers.confident_share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const ORIGINS = { drawn: "drawn", proposed: "as proposed", edited: "edited", removed: "removed" };

/** Which version the server holds of the shown slice. */
function Saved({ measuring: { book } }: { measuring: Measuring }) {
  const { region, isSending } = book;
  if (isSending) return <p className="quiet small">Saving the region…</p>;
  if (!region) return null;
  return (
    <p className="quiet small">
      This slice: version {region.version}, {ORIGINS[region.origin]}, saved <Ago at={region.at} />
    </p>
  );
}

interface PanelProps {
  exam: ExamDetail;
  slice: SliceDetail;
  measuring: Measuring;
}

export function MeasurePanel({ exam, slice, measuring }: PanelProps) {
  const { user } = useSignedIn();
  const rows = rowsOf(exam, slice, measuring, user?.id);
  const counted = rows.filter(({ leftOut }) => leftOut === "");
  const whole = combine(counted.map(({ numbers }) => numbers));
  if (rows.length === 0 && !measuring.mayMeasure) return null;
  return (
    <section className="opinion__part" aria-label="Measured by you">
      <h2>Measured by you</h2>
      {whole === null ? (
        <p className="quiet">
          No region yet. <kbd>G</kbd> takes the proposed one, or draw under the pictures.
        </p>
      ) : (
        <>
          <p className="opinion__verdict" data-exam-mean>
            <strong>{formatKpa2(kilopascal(whole.mean_kpa))}</strong>
          </p>
          <p>
            Area-weighted mean of {plural(whole.slices, "slice", "slices")}, {formatArea(whole.area_cm2)}
          </p>
          <Reference kpa={whole.mean_kpa} />
          <Cautions cautions={cautionsOf(counted.map(({ numbers }) => numbers))} />
        </>
      )}
      {rows.length > 0 && <Table rows={rows} shown={slice} />}
      <Saved measuring={measuring} />
    </section>
  );
}
