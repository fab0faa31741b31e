// Who is here, and which page they asked for.
import { useEffect, useState } from "react";
import { Route, Switch } from "wouter";

import { useQueryClient } from "@tanstack/react-query";

import type { Session } from "../contract/index.ts";
import { LiveContext } from "../state/live.ts";
import { LiveFeed } from "../state/liveFeed.ts";
import { useSession } from "../state/site.ts";
import { OutboxContext, useOwnOutbox } from "../state/useOutbox.ts";
import { Failure, Notice } from "./parts/Notice.tsx";
import { Adjudication, Agreement, Console, Quality, Reading, ScannerChoice, Settings } from "./pages.ts";
import { Frame } from "./shell/Frame.tsx";
import { SessionContext } from "./shell/SessionContext.ts";
import { SignIn } from "./signin/SignIn.tsx";
import { Worklist } from "./worklist/Worklist.tsx";

// Opened by its address, the reading page is fetched while the server still says who is here.
if (location.pathname.startsWith("/exams/")) Reading.fetchAhead();

function Pages() {
  return (
    <Switch>
      <Route path="/" component={Worklist} />
      <Route path="/exams/:id">{({ id }) => <Reading id={id} />}</Route>
      <Route path="/console" component={ScannerChoice} />
      <Route path="/console/:scanner">{({ scanner }) => <Console key={scanner} param={scanner} />}</Route>
      <Route path="/settings" component={Settings} />
      <Route path="/quality" component={Quality} />
      <Route path="/agreement" component={Agreement} />
      <Route path="/agreement/adjudication" component={Adjudication} />
      <Route>
        <Notice title="There is no such page">
          <p>Go back to the worklist by the header.</p>
        </Notice>
      </Route>
    </Switch>
  );
}

function SignedIn({ session, reader }: { session: Session; reader: number }) {
  const client = useQueryClient();
  const [feed] = useState(() => new LiveFeed(client));
  useEffect(() => feed.start(), [feed]);
  const outbox = useOwnOutbox(reader);
  return (
    <SessionContext value={session}>
      <LiveContext value={feed}>
        <OutboxContext value={outbox}>
          <Frame session={session}>
            <Pages />
          </Frame>
        </OutboxContext>
      </LiveContext>
    </SessionContext>
  );
}

export function App() {
  const session = useSession();
  if (session.isPending) return null;
  if (!session.data) return <Failure error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data.user === null) return <SignIn statement={session.data.statement} />;
  return <SignedIn key={session.data.user.id} session={session.data} reader={session.data.user.id} />;
}
