// How a reader likes the pictures to hang: kept with their account, so that it follows them to another workstation.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { keepHanging } from "../api/site.ts";
import type { Session } from "../contract/index.ts";
import { CUSTOMARY_HANGING, type Hanging } from "../domain/hanging.ts";
import { keys } from "./keys.ts";

/** Sends layouts one after the other, and of those that have to wait the newest only. */
class Keeper {
  private isSending = false;
  private waiting: Hanging | null = null;

  keep(hanging: Hanging): void {
    this.waiting = hanging;
    if (!this.isSending) this.send();
  }

  /** Also when the page is left: what waits is sent at once. */
  readonly send = (): void => {
    const { waiting } = this;
    if (waiting === null) return;
    this.waiting = null;
    this.isSending = true;
    keepHanging(waiting)
      // The choice lasts as long as the page, and the next one is sent again.
      .catch(() => undefined)
      .finally(() => {
        this.isSending = false;
        this.send();
      });
  };
}

/** The reader's choices, and how to change some of them. */
export function useHanging({ hanging: kept }: Session): [Hanging, (changes: Partial<Hanging>) => void] {
  const client = useQueryClient();
  const [keeper] = useState(() => new Keeper());
  useEffect(() => {
    addEventListener("pagehide", keeper.send);
    return () => removeEventListener("pagehide", keeper.send);
  }, [keeper]);
  const change = (changes: Partial<Hanging>) => {
    // Of two changes at once the second knows of the first.
    const before = client.getQueryData<Session>(keys.session)?.hanging ?? CUSTOMARY_HANGING;
    const hanging = { ...before, ...changes };
    const show = () => client.setQueryData<Session>(keys.session, (session) => session && { ...session, hanging });
    show();
    // A session that is being fetched still has the layout of before; calling it off brings back what was there then.
    void client.cancelQueries({ queryKey: keys.session }).then(show);
    keeper.keep(hanging);
  };
  return [kept ?? CUSTOMARY_HANGING, change];
}
