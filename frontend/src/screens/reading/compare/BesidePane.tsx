// A pane of the other exam, in the role of its neighbour; or why it shows nothing.
import type { PaneRole } from "../../../domain/hanging.ts";
import { ROLE_KINDS } from "../panesOfSlice.ts";
import { PaneBody, Values, type Shared } from "../RolePane.tsx";
import { useReadout } from "../../../viewer/index.ts";
import type { Beside } from "./useComparing.ts";

function Picture({ role, shared }: { role: PaneRole; shared: Shared }) {
  const readout = useReadout(shared.slice.images, shared.cursor);
  return <PaneBody role={role} readout={readout} {...shared} />;
}

function CursorValues({ shared }: { shared: Shared }) {
  return <Values readout={useReadout(shared.slice.images, shared.cursor)} />;
}

export function BesidePane({ role, beside, shared }: { role: PaneRole; beside: Beside; shared: Shared | null }) {
  const { title } = ROLE_KINDS[role];
  return (
    <figure className="panes__pane" data-beside={role} aria-label={`${title}, ${beside.name}`}>
      <figcaption>
        <span className="panes__whose" title={`${title}, ${beside.name}, ${beside.place}`}>
          <strong>{beside.name}</strong> {shared && beside.place}
        </span>
        {shared && <CursorValues shared={shared} />}
      </figcaption>
      {shared ? (
        <Picture role={role} shared={shared} />
      ) : (
        <div className="panes__body">
          <p className="panes__missing">{beside.place}</p>
        </div>
      )}
    </figure>
  );
}
