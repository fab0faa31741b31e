// How a reader likes the pictures to hang: kept in this browser for each reader by themselves.
import { useState } from "react";

import { readHanging, type Hanging } from "../domain/hanging.ts";

const storedAs = (reader: number): string => `mreqc.hanging.${reader}`;

function recall(reader: number): Hanging {
  try {
    return readHanging(JSON.parse(localStorage.getItem(storedAs(reader)) ?? "null"));
  } catch {
    // Storage is switched off, or holds what nobody of us wrote.
    return readHanging(null);
  }
}

function keep(reader: number, hanging: Hanging): void {
  try {
    localStorage.setItem(storedAs(reader), JSON.stringify(hanging));
  } catch {
    // Storage is switched off or full: the choice lasts as long as the page.
  }
}

/** The reader's choices, and how to change some of them. */
export function useHanging(reader: number): [Hanging, (changes: Partial<Hanging>) => void] {
  const [hanging, setHanging] = useState(() => recall(reader));
  const change = (changes: Partial<Hanging>) => {
    const changed = { ...hanging, ...changes };
    setHanging(changed);
    keep(reader, changed);
  };
  return [hanging, change];
}
