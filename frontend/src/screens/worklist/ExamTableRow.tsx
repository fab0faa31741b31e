// One exam of the worklist.
import { memo, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";

import type { ExamRow } from "../../contract/index.ts";
import { formatField, formatSeconds } from "../../domain/format.ts";
import { markOfExam, wordsOfExam, wordsOfState } from "../../domain/verdict.ts";
import { Ago } from "../parts/Ago.tsx";
import { Mark } from "../parts/Mark.tsx";
import { Figure } from "../parts/Missing.tsx";
import { SliceStrip } from "../parts/SliceStrip.tsx";

interface RowProps {
  row: ExamRow;
  isSelected: boolean;
  isNew: boolean;
  onSelect: (id: string) => void;
}

const className = ({ isSelected, isNew }: RowProps): string =>
  ["table__row", isSelected && "table__row--selected", isNew && "table__row--new"].filter(Boolean).join(" ");

function Verdict({ row }: { row: ExamRow }) {
  return (
    <span className="table__verdict">
      <Mark mark={row.blinding ? "hidden" : markOfExam(row.verdict)} size={16} />
      <span className="table__sentence" title={[row.why, ...row.warnings].join("\n")}>
        <strong>{row.blinding ? "Verdict withheld" : wordsOfExam(row.verdict)}</strong>{" "}
        {row.state !== "final" && <span className="tag">{wordsOfState(row.state)}</span>}{" "}
        <span className="quiet">{row.why}</span>
      </span>
    </span>
  );
}

function Cells({ row, isNew }: Pick<RowProps, "row" | "isNew">) {
  return (
    <>
      <td>
        <Ago at={row.arrived_at} />
        {isNew && <span className="table__new">New</span>}
      </td>
      <td>
        <Link href={`/exams/${row.id}`}>{row.patient}</Link>
      </td>
      <td>
        {row.scanner}
        <br />
        <span className="quiet small">
          {row.sequence},{" "}
          <Figure value={row.field_strength_t} format={formatField} why="The images do not tell the field strength." />
        </span>
      </td>
      <td>
        <SliceStrip slices={row.slices} expected={row.expected_slices} />
      </td>
      <td className="table__wide">
        <Verdict row={row} />
      </td>
      <td className="table__number">
        <Figure value={row.seconds_to_verdict} format={formatSeconds} why="There is no verdict yet." />
      </td>
      <td className="table__readers" title={row.readers.join(", ")}>
        {row.readers.join(", ")}
      </td>
    </>
  );
}

export const ExamTableRow = memo(function ExamTableRow(props: RowProps) {
  const { row, isSelected, isNew, onSelect } = props;
  const [, navigate] = useLocation();
  const element = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  return (
    <tr
      ref={element}
      className={className(props)}
      data-exam={row.id}
      aria-current={isSelected}
      onMouseEnter={() => isNew && onSelect(row.id)}
      onClick={() => navigate(`/exams/${row.id}`)}
    >
      <Cells row={row} isNew={isNew} />
    </tr>
  );
});
