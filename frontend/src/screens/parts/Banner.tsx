// One notice across the page.
import { Mark } from "./Mark.tsx";

export function Banner({ children }: { children: React.ReactNode }) {
  return (
    <div className="banner">
      <Mark mark="question" />
      <p>{children}</p>
    </div>
  );
}
