// State that belongs to one subject, such as an exam, and starts anew with the next.
import { useState } from "react";

export function useStateFor<T>(subject: string, initial: T): [T, (value: T) => void] {
  const [kept, setKept] = useState({ subject, value: initial });
  return [kept.subject === subject ? kept.value : initial, (value) => setKept({ subject, value })];
}
