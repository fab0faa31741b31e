// An action is one object: button, shortcut and entry in the sheet of keys.
import { createContext, useContext, useLayoutEffect, useRef, useState } from "react";

export interface Action {
  label: string;
  /** On a button with little room; part of the label. */
  short?: string;
  /** As KeyboardEvent.key gives it, lower case for letters. */
  key: string;
  /** With the Ctrl key, or the command key of a Mac. */
  ctrl?: boolean;
  /** With the shift key; asked of named keys and with Ctrl only, for a letter alone is the same in either case. */
  shift?: boolean;
  /** How the key is written for people, where it differs. */
  keyName?: string;
  run: () => void;
  isEnabled?: boolean;
  /** Whether what it switches is on; left out where it switches nothing. */
  isOn?: boolean;
  /** Whether holding the key goes on and on: moving does, deciding never. */
  repeats?: boolean;
}

/** The actions of a page, a form or a part of them. */
export interface ActionGroup {
  title: string;
  actions: Action[];
}

/** Groups of actions in the order in which their pages and forms opened. */
class Registry {
  private readonly groups = new Set<{ current: ActionGroup }>();

  add(group: { current: ActionGroup }): () => void {
    this.groups.add(group);
    return () => this.groups.delete(group);
  }

  /** What opened last hears a key first. */
  current(): ActionGroup[] {
    return [...this.groups].reverse().map((group) => group.current);
  }
}

const RegistryContext = createContext(new Registry());

const TYPED_INTO = "input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, [contenteditable=true]";
const PRESSED_BY_ENTER = "button, a, summary, select";
const MOVED_BY_ARROWS = "input[type=radio], input[type=range], select";
const MOVING = /^(Arrow.+|Home|End|PageUp|PageDown)$/;

export const keyName = ({ key, keyName: name }: Action): string => name ?? key.toUpperCase();

const ariaKeys = ({ key, ctrl, shift }: Action): string =>
  `${ctrl ? "Control+" : ""}${shift ? "Shift+" : ""}${key === " " ? "Space" : key}`;

const hasCtrl = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey;

/** What a focused element does with this key itself, and the page must leave to it. */
function isHeardBy(target: Element, key: string): boolean {
  if (target.closest(TYPED_INTO)) return true;
  if (key === "Enter" || key === " ") return target.closest(PRESSED_BY_ENTER) !== null;
  return MOVING.test(key) && target.matches(MOVED_BY_ARROWS);
}

function isMeantForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return false;
  return !(event.target instanceof Element && isHeardBy(event.target, event.key));
}

function isPressed(action: Action, event: KeyboardEvent): boolean {
  const isLetter = event.key.length === 1;
  if (action.key !== (isLetter ? event.key.toLowerCase() : event.key)) return false;
  if ((action.ctrl ?? false) !== hasCtrl(event)) return false;
  return (isLetter && !action.ctrl) || (action.shift ?? false) === event.shiftKey;
}

/**
 * Runs the action of a key, unless somebody is typing, a dialog is open, or the key is held. A key that means
 * something in a form keeps that meaning also while it is not possible there: what lies behind never hears it.
 */
function runShortcut(groups: ActionGroup[], event: KeyboardEvent): void {
  if (!isMeantForPage(event)) return;
  const pressed = groups.map(({ actions }) => actions.filter((action) => isPressed(action, event)));
  const action = pressed.find((actions) => actions.length > 0)?.find(({ isEnabled }) => isEnabled !== false);
  if (!action || (event.repeat && !action.repeats)) return;
  event.preventDefault();
  action.run();
}

export function ActionsProvider({ children }: { children: React.ReactNode }) {
  const [registry] = useState(() => new Registry());
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => runShortcut(registry.current(), event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/**
 * The actions of a page or form, as long as it is shown; `title` is their heading in the sheet of keys. They are
 * heard before the page is painted: who sees a button can press its key, also where the machine is busy.
 */
export function useActions(actions: Action[], title = "This page"): void {
  const registry = useContext(RegistryContext);
  const group = useRef({ title, actions });
  useLayoutEffect(() => {
    group.current = { title, actions };
  });
  useLayoutEffect(() => registry.add(group), [registry]);
}

/** What the keys do at this moment. */
export function useReadActions(): () => ActionGroup[] {
  const registry = useContext(RegistryContext);
  return () => registry.current();
}

/** The key as a drawing: beside a short text it would count as words that the button's name lacks. */
const Key = ({ action }: { action: Action }) => <kbd aria-hidden="true" data-key={keyName(action)} />;

/** A click does not take the focus: the space bar goes on belonging to the page. */
const keepFocus = (event: React.MouseEvent): void => event.preventDefault();

export function ActionButton({ action, className = "" }: { action: Action; className?: string }) {
  const { label, short } = action;
  return (
    <button
      type="button"
      className={`button ${className}`}
      disabled={action.isEnabled === false}
      aria-label={short && label}
      title={short && label}
      aria-pressed={action.isOn}
      aria-keyshortcuts={ariaKeys(action)}
      onMouseDown={keepFocus}
      onClick={action.run}
    >
      {short ?? label} {short !== keyName(action) && <Key action={action} />}
    </button>
  );
}
