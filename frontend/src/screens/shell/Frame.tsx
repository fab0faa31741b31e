// The frame of every page behind sign-in: header, banners, the page.
import type { Session } from "../../contract/index.ts";
import { ActionsProvider } from "./actions.tsx";
import { Banners } from "./Banners.tsx";
import { Header } from "./Header.tsx";

export function Frame({ session, children }: { session: Session; children: React.ReactNode }) {
  return (
    <ActionsProvider>
      <div className="frame">
        <Header session={session} />
        <Banners />
        <main className="frame__page">{children}</main>
      </div>
    </ActionsProvider>
  );
}
