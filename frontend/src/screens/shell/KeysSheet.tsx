// The sheet of keys: every action of the page, opened by "?" or its button.
import { useEffect, useRef, useState } from "react";

import { ActionButton, keyName, useActions, useReadActions, type Action, type ActionGroup } from "./actions.tsx";
import "./keys.css";

/** Parts of a page that share a heading, under one. */
function byTitle(groups: ActionGroup[]): ActionGroup[] {
  const titles = [...new Set(groups.map(({ title }) => title))];
  return titles.map((title) => ({
    title,
    actions: groups.filter((group) => group.title === title).flatMap(({ actions }) => actions),
  }));
}

function Entry({ label, actions }: { label: string; actions: Action[] }) {
  return (
    <li className="keys__entry">
      <span className="keys__keys">
        {actions.map((action) => (
          <kbd key={keyName(action)}>{keyName(action)}</kbd>
        ))}
      </span>
      <span>{label}</span>
    </li>
  );
}

function Group({ title, actions }: ActionGroup) {
  return (
    <section className="keys__group">
      <h2>{title}</h2>
      <ul>
        {[...new Set(actions.map(({ label }) => label))].map((label) => (
          <Entry key={label} label={label} actions={actions.filter((action) => action.label === label)} />
        ))}
      </ul>
    </section>
  );
}

export function KeysSheet() {
  const dialog = useRef<HTMLDialogElement>(null);
  const readActions = useReadActions();
  const [groups, setGroups] = useState<ActionGroup[]>([]);
  const open = () => {
    setGroups(byTitle(readActions()));
    dialog.current?.showModal();
  };
  const show: Action = { label: "Show the keys of this page", short: "Keys", key: "?", run: open };
  useActions([show], "Everywhere");
  useEffect(() => {
    const close = () => dialog.current?.close();
    addEventListener("popstate", close);
    return () => removeEventListener("popstate", close);
  }, []);
  return (
    <>
      <ActionButton action={show} className="button--plain" />
      <dialog ref={dialog} className="keys" aria-labelledby="keys-title">
        <div className="keys__head">
          <h1 id="keys-title">Keys of this page</h1>
          <form method="dialog">
            <button className="button">
              Close <kbd aria-hidden="true">Esc</kbd>
            </button>
          </form>
        </div>
        <div className="keys__groups">
          {groups.map((group) => (
            <Group key={group.title} {...group} />
          ))}
        </div>
      </dialog>
    </>
  );
}
