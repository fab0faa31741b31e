// Keys run the page's actions, and never while somebody is typing.
import { fireEvent, render, screen } from "@testing-library/react";
import { createRoot } from "react-dom/client";
import { describe, expect, it, vi } from "vitest";

import { ActionButton, ActionsProvider, useActions, type Action } from "../../src/screens/shell/actions.tsx";

function Page({ actions, children }: { actions: Action[]; children?: React.ReactNode }) {
  useActions(actions);
  return <>{children}</>;
}

function show(actions: Action[], children?: React.ReactNode) {
  return render(
    <ActionsProvider>
      <Page actions={actions}>{children}</Page>
    </ActionsProvider>,
  );
}

describe("a key", () => {
  const accept = (run: () => void, changes: Partial<Action> = {}): Action => ({ label: "Accept", key: "a", run, ...changes });

  it("runs its action, in either case", () => {
    const run = vi.fn();
    show([accept(run)]);
    fireEvent.keyDown(document.body, { key: "a" });
    fireEvent.keyDown(document.body, { key: "A", shiftKey: true });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["a note", <textarea key="t" aria-label="place" />],
    ["the search field", <input key="i" type="search" aria-label="place" />],
  ])("typed into %s does nothing else", (_where, field) => {
    const run = vi.fn();
    show([accept(run)], field);
    fireEvent.keyDown(screen.getByLabelText("place"), { key: "a" });
    expect(run).not.toHaveBeenCalled();
  });

  it("still decides while a choice has the focus", () => {
    const run = vi.fn();
    show([accept(run)], <input type="radio" aria-label="place" />);
    fireEvent.keyDown(screen.getByLabelText("place"), { key: "a" });
    expect(run).toHaveBeenCalledOnce();
  });

  it("with Ctrl belongs to the browser", () => {
    const run = vi.fn();
    show([accept(run)]);
    fireEvent.keyDown(document.body, { key: "a", ctrlKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  it("asks for Ctrl, or the command key, where its action does", () => {
    const [undo, redo] = [vi.fn(), vi.fn()];
    show([
      { label: "Undo", key: "z", ctrl: true, run: undo },
      { label: "Redo", key: "z", ctrl: true, shift: true, run: redo },
    ]);
    fireEvent.keyDown(document.body, { key: "z" });
    fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
    fireEvent.keyDown(document.body, { key: "Z", metaKey: true, shiftKey: true });
    expect([undo, redo].map((run) => run.mock.calls.length)).toEqual([1, 1]);
  });

  it("held down decides once", () => {
    const run = vi.fn();
    show([accept(run)]);
    fireEvent.keyDown(document.body, { key: "a", repeat: true });
    expect(run).not.toHaveBeenCalled();
  });

  it("held down goes on moving", () => {
    const run = vi.fn();
    show([accept(run, { repeats: true })]);
    fireEvent.keyDown(document.body, { key: "a", repeat: true });
    expect(run).toHaveBeenCalledOnce();
  });

  it("does nothing while its action is not possible", () => {
    const run = vi.fn();
    show([accept(run, { isEnabled: false })]);
    fireEvent.keyDown(document.body, { key: "a" });
    expect(run).not.toHaveBeenCalled();
  });

  it("that a form claims is not heard behind it, also while the form cannot use it", () => {
    const [behind, inForm] = [vi.fn(), vi.fn()];
    const withForm = (form: React.ReactNode) => (
      <ActionsProvider>
        <Page actions={[accept(behind)]}>{form}</Page>
      </ActionsProvider>
    );
    const { rerender } = render(withForm(null));
    rerender(withForm(<Page actions={[accept(inForm, { isEnabled: false })]} />));
    fireEvent.keyDown(document.body, { key: "a" });
    expect([behind.mock.calls, inForm.mock.calls]).toEqual([[], []]);
  });

  it("with Shift is another key, if it has a name", () => {
    const [plain, shifted] = [vi.fn(), vi.fn()];
    show([accept(plain, { key: "ArrowUp" }), accept(shifted, { key: "ArrowUp", shift: true })]);
    fireEvent.keyDown(document.body, { key: "ArrowUp", shiftKey: true });
    expect([plain.mock.calls.length, shifted.mock.calls.length]).toEqual([0, 1]);
  });

  it.each([
    ["a slider", <input key="r" type="range" aria-label="place" />],
    ["a list", <select key="s" aria-label="place" />],
  ])("moves %s that has the focus, and other keys stay with the page", (_where, field) => {
    const [arrow, letter] = [vi.fn(), vi.fn()];
    show([accept(arrow, { key: "ArrowDown" }), accept(letter)], field);
    fireEvent.keyDown(screen.getByLabelText("place"), { key: "ArrowDown" });
    fireEvent.keyDown(screen.getByLabelText("place"), { key: "a" });
    expect([arrow.mock.calls.length, letter.mock.calls.length]).toEqual([0, 1]);
  });

  it("Enter on a button presses the button only", () => {
    const run = vi.fn();
    show([accept(run, { key: "Enter" })], <button type="button">Other</button>);
    fireEvent.keyDown(screen.getByText("Other"), { key: "Enter" });
    expect(run).not.toHaveBeenCalled();
  });

  it("is heard as soon as its button stands there, before the browser has painted it", async () => {
    const run = vi.fn();
    const place = document.body.appendChild(document.createElement("div"));
    const hasButton = new Promise<void>((resolve) => {
      new MutationObserver(() => {
        fireEvent.keyDown(document.body, { key: "a" });
        resolve();
      }).observe(place, { childList: true });
    });
    // React's own testing mode would hide what is asked here: it runs all effects at once.
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
    const root = createRoot(place);
    root.render(
      <ActionsProvider>
        <Page actions={[accept(run)]}>
          <ActionButton action={accept(run)} />
        </Page>
      </ActionsProvider>,
    );
    await hasButton;
    vi.unstubAllGlobals();
    expect(run).toHaveBeenCalledOnce();
    root.unmount();
    place.remove();
  });

  it("is forgotten with its page", () => {
    const run = vi.fn();
    show([accept(run)]).unmount();
    fireEvent.keyDown(document.body, { key: "a" });
    expect(run).not.toHaveBeenCalled();
  });
});

it("an action's button does the same as its key", () => {
  const run = vi.fn();
  render(<ActionButton action={{ label: "Accept", key: "a", run }} />);
  fireEvent.click(screen.getByRole("button", { name: "Accept" }));
  expect(run).toHaveBeenCalledOnce();
});

it("a click on an action's button leaves the focus where it was, so that the space bar stays with the page", () => {
  render(<ActionButton action={{ label: "Larger", key: "+", run: vi.fn() }} />);
  expect(fireEvent.mouseDown(screen.getByRole("button"))).toBe(false);
});

it("a short button says what it does in full to those who hear it", () => {
  render(<ActionButton action={{ label: "4 panes", short: "4", key: "4", run: vi.fn(), isOn: true }} />);
  const button = screen.getByRole("button", { name: "4 panes", pressed: true });
  expect(button.textContent.trim()).toBe("4");
});
