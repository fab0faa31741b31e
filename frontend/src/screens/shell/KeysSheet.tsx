// The sheet of keys: every action of the page, opened by "?".
import { useEffect, useRef, useState } from "react";

import { keyName, useActions, useReadActions, type Action } from "./actions.tsx";
import "./keys.css";

function Entry({ action }: { action: Action }) {
  return (
    <li className="keys__entry">
      <kbd>{keyName(action)}</kbd>
      <span>{action.label}</span>
    </li>
  );
}

export function KeysSheet() {
  const dialog = useRef<HTMLDialogElement>(null);
  const readActions = useReadActions();
  const [actions, setActions] = useState<Action[]>([]);
  const open = () => {
    setActions(readActions());
    dialog.current?.showModal();
  };
  useActions([{ label: "Show the keys of this page", key: "?", run: open }]);
  useEffect(() => {
    const close = () => dialog.current?.close();
    addEventListener("popstate", close);
    return () => removeEventListener("popstate", close);
  }, []);
  return (
    <dialog ref={dialog} className="keys" aria-labelledby="keys-title">
      <h1 id="keys-title">Keys of this page</h1>
      <ul className="keys__list">
        {actions.map((action) => (
          <Entry key={action.key + action.label} action={action} />
        ))}
      </ul>
      <form method="dialog">
        <button className="button">
          Close <kbd aria-hidden="true">Esc</kbd>
        </button>
      </form>
    </dialog>
  );
}
