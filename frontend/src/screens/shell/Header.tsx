// The header: the places, the health of the parts, the keys of the page, who is signed in.
import { Link, useLocation } from "wouter";

import type { Session } from "../../contract/index.ts";
import { useSignOut } from "../../state/site.ts";
import { useTheme } from "../../state/theme.ts";
import { lastWorklist } from "../../state/worklistAddress.ts";
import { HealthMenu } from "./HealthMenu.tsx";
import { KeysSheet } from "./KeysSheet.tsx";
import "./header.css";

function Place({ to, name, isHere }: { to: string; name: string; isHere: boolean }) {
  return (
    <Link className="header__place" href={to} aria-current={isHere ? "page" : undefined}>
      {name}
    </Link>
  );
}

export function Header({ session }: { session: Session }) {
  const [path] = useLocation();
  const { theme, toggle } = useTheme();
  const signOut = useSignOut();
  const hasRole = Boolean(session.user?.role);
  const worklist = lastWorklist.recall();
  return (
    <header className="header">
      <Link className="header__name" href="/">
        mreqc
      </Link>
      <nav className="header__places" aria-label="Places">
        <Place to={worklist ? `/?${worklist}` : "/"} name="Worklist" isHere={path === "/"} />
        {hasRole && <Place to="/console" name="Console" isHere={path.startsWith("/console")} />}
        <Place to="/quality" name="Quality" isHere={path === "/quality"} />
        {(session.can.review || session.can.studies) && (
          <Place to="/agreement" name="Agreement" isHere={path.startsWith("/agreement")} />
        )}
        {hasRole && <Place to="/settings" name="Settings" isHere={path === "/settings"} />}
      </nav>
      <div className="header__end">
        <HealthMenu />
        <KeysSheet />
        <button type="button" className="button button--plain" onClick={toggle}>
          {theme === "dark" ? "Light theme" : "Dark theme"}
        </button>
        <span className="header__user">{session.user?.name}</span>
        <button type="button" className="button button--plain" onClick={() => signOut.mutate()}>
          Sign out
        </button>
      </div>
    </header>
  );
}
