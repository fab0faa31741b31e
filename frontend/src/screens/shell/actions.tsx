// An action is one object: button, shortcut and entry in the sheet of keys.
import { createContext, useContext, useEffect, useRef, useState } from "react";

export interface Action {
  label: string;
  /** As KeyboardEvent.key gives it, lower case for letters. */
  key: string;
  /** How the key is written for people, where it differs. */
  keyName?: string;
  run: () => void;
  isEnabled?: boolean;
  /** Whether holding the key goes on and on: moving does, deciding never. */
  repeats?: boolean;
}

/** Groups of actions in the order in which their pages and forms opened. */
class Registry {
  private readonly groups = new Set<{ current: Action[] }>();

  add(group: { current: Action[] }): () => void {
    this.groups.add(group);
    return () => this.groups.delete(group);
  }

  /** What opened last hears a key first. */
  current(): Action[] {
    return [...this.groups].reverse().flatMap((group) => group.current);
  }
}

const RegistryContext = createContext(new Registry());

const TYPED_INTO = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const PRESSED_BY_ENTER = "button, a, summary";

export const keyName = ({ key, keyName: name }: Action): string => name ?? key.toUpperCase();

const isChord = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey;

/** What a focused element does with this key itself, and the page must leave to it. */
function isHeardBy(target: Element, key: string): boolean {
  if (target.closest(TYPED_INTO)) return true;
  if (key === "Enter" || key === " ") return target.closest(PRESSED_BY_ENTER) !== null;
  return key.startsWith("Arrow") && target.matches("input[type=radio]");
}

function isMeantForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || isChord(event) || document.querySelector("dialog[open]")) return false;
  return !(event.target instanceof Element && isHeardBy(event.target, event.key));
}

/** Runs the action of a key, unless somebody is typing, a dialog is open, or the key is held. */
function runShortcut(actions: Action[], event: KeyboardEvent): void {
  if (!isMeantForPage(event)) return;
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const action = actions.find((one) => one.key === pressed && one.isEnabled !== false);
  if (!action || (event.repeat && !action.repeats)) return;
  event.preventDefault();
  action.run();
}

export function ActionsProvider({ children }: { children: React.ReactNode }) {
  const [registry] = useState(() => new Registry());
  useEffect(() => {
    const listen = (event: KeyboardEvent) => runShortcut(registry.current(), event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/** The actions of a page or form, as long as it is shown. */
export function useActions(actions: Action[]): void {
  const registry = useContext(RegistryContext);
  const group = useRef(actions);
  useEffect(() => {
    group.current = actions;
  });
  useEffect(() => registry.add(group), [registry]);
}

/** What the keys do at this moment. */
export function useReadActions(): () => Action[] {
  const registry = useContext(RegistryContext);
  return () => registry.current();
}

export function ActionButton({ action, className = "" }: { action: Action; className?: string }) {
  return (
    <button
      type="button"
      className={`button ${className}`}
      disabled={action.isEnabled === false}
      aria-keyshortcuts={action.key}
      onClick={action.run}
    >
      {action.label} <kbd aria-hidden="true">{keyName(action)}</kbd>
    </button>
  );
}
