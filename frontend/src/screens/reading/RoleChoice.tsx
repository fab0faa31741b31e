// Which role a pane shows: a list of all, those that the exam lacks told as such.
import { useRef } from "react";

import { PANE_ROLES, type PaneRole } from "../../domain/hanging.ts";
import { ROLE_KINDS } from "./panesOfSlice.ts";

interface ChoiceProps {
  role: PaneRole;
  available: readonly PaneRole[];
  onRole: (role: PaneRole) => void;
}

export function RoleChoice({ role, available, onRole }: ChoiceProps) {
  const isByPointer = useRef(false);
  return (
    <select
      className="role-choice"
      aria-label="Picture in this pane"
      value={role}
      onPointerDown={() => (isByPointer.current = true)}
      onKeyDown={() => (isByPointer.current = false)}
      onChange={(event) => {
        onRole(event.target.value as PaneRole);
        // Chosen with the pointer, the list gives the arrows and the space bar back to the page.
        if (isByPointer.current) event.target.blur();
      }}
    >
      {PANE_ROLES.map((one) => (
        <option key={one} value={one} disabled={!available.includes(one)}>
          {ROLE_KINDS[one].title}
          {!available.includes(one) && " (none)"}
        </option>
      ))}
    </select>
  );
}
