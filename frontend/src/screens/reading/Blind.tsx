// In the place of the machine's opinion while the reader must not know it.
import type { ExamDetail } from "../../contract/index.ts";
import { Mark } from "../parts/Mark.tsx";

export function BlindExam({ blinding }: { blinding: NonNullable<ExamDetail["blinding"]> }) {
  return (
    <section className="opinion__part" aria-label="Blinded reading">
      <h2>Exam</h2>
      <p className="opinion__verdict verdict-word">
        <Mark mark="hidden" size={16} />
        <strong>Verdict withheld</strong>
      </p>
      <p>
        Blinded reading for the study “{blinding.study}”: {blinding.locked.length} of {blinding.to_read} slices decided. A
        slice&rsquo;s verdict and the other readers&rsquo; opinions appear once yours is locked; the exam&rsquo;s, after the last slice.
      </p>
    </section>
  );
}
