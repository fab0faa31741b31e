// The reading page: fetches the exam and shows its states until there is something to read.
import { useExam } from "../../state/exams.ts";
import { useAnnounceReading } from "../../state/live.ts";
import { Failure, Notice, Skeleton } from "../parts/Notice.tsx";
import { ReadingRoom } from "./ReadingRoom.tsx";
import "./reading.css";

function Waiting() {
  return (
    <div className="reading" aria-busy="true">
      <div className="reading__slices">
        {Array.from({ length: 8 }, (_, place) => (
          <Skeleton key={place} height={64} />
        ))}
      </div>
      <div className="reading__panes" />
      <div className="reading__opinion">
        <Skeleton height={24} width="60%" />
        <Skeleton height={64} />
      </div>
      <div className="reading__bar" />
    </div>
  );
}

function Content({ exam }: { exam: ReturnType<typeof useExam> }) {
  if (exam.isPending) return <Waiting />;
  if (!exam.data) return <Failure error={exam.error} onRetry={() => void exam.refetch()} />;
  const [first] = exam.data.slices;
  if (!first) {
    return (
      <Notice title="No slice has arrived yet">
        <p>{exam.data.why || "Slices appear here by themselves as the archive receives them."}</p>
      </Notice>
    );
  }
  return <ReadingRoom exam={exam.data} first={first} />;
}

export default function Reading({ id }: { id: string }) {
  useAnnounceReading(id);
  const exam = useExam(id);
  return (
    <>
      <h1 className="unseen-text">Reading {exam.data?.patient}</h1>
      <Content exam={exam} />
    </>
  );
}
