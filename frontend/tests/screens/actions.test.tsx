// Keys run the page's actions, and never while somebody is typing.
import { fireEvent, render, screen } from "@testing-library/react";
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

  it("Enter on a button presses the button only", () => {
    const run = vi.fn();
    show([accept(run, { key: "Enter" })], <button type="button">Other</button>);
    fireEvent.keyDown(screen.getByText("Other"), { key: "Enter" });
    expect(run).not.toHaveBeenCalled();
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
