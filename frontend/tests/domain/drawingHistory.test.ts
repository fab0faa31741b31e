// Every step of drawing can be undone and done again, and is sent once.
import { describe, expect, it } from "vitest";

import {
  begun,
  changedTo,
  NOTHING,
  pageOf,
  redone,
  saved,
  stepped,
  undone,
  type Book,
  type Drawn,
} from "../../src/domain/drawingHistory.ts";

const at = (col: number): Drawn => ({
  outline: { shape: "polygon", points: [[col, 0], [col + 1, 0], [col, 1]] },
  origin: "drawn",
});

const drawn = changedTo(at(2))(changedTo(at(1))(begun(NOTHING)));

describe("a history", () => {
  it("goes back step by step, and no further than its beginning", () => {
    expect(undone(drawn).present).toEqual(at(1));
    expect(undone(undone(undone(drawn))).present).toEqual(NOTHING);
  });

  it("does again what was undone", () => {
    expect(redone(redone(undone(undone(drawn))))).toEqual(drawn);
    expect(redone(drawn)).toBe(drawn);
  });

  it("forgets what was undone once something new is drawn", () => {
    const other = changedTo(at(7))(undone(drawn));
    expect(redone(other).present).toEqual(at(7));
    expect(undone(other).present).toEqual(at(1));
  });

  it("brings a removed region back", () => {
    expect(undone(changedTo(NOTHING)(drawn)).present).toEqual(at(2));
  });

  it("takes no step where nothing changed", () => {
    expect(changedTo(at(2))(drawn)).toBe(drawn);
  });
});

describe("a book", () => {
  const book = stepped({}, 1, NOTHING, changedTo(at(1)), "a");

  it("keeps a history for each slice", () => {
    const both = stepped(book, 2, NOTHING, changedTo(at(2)), "b");
    const back = stepped(both, 1, NOTHING, undone, "c");
    expect(pageOf(back, 1, NOTHING).history.present).toEqual(NOTHING);
    expect(pageOf(back, 2, NOTHING).history.present).toEqual(at(2));
  });

  it("shows what the server has where nothing was drawn", () => {
    expect(pageOf({}, 1, at(5)).history.present).toEqual(at(5));
  });

  it("knows what is to be sent, until it was", () => {
    expect(book[1]?.unsaved).toBe("a");
    expect(saved(book, 1, "a")[1]?.unsaved).toBeNull();
  });

  it("goes on waiting with what was drawn while something was on its way", () => {
    const later = stepped(book, 1, NOTHING, changedTo(at(9)), "b");
    expect(saved(later, 1, "a")[1]?.unsaved).toBe("b");
  });

  it("sends nothing after a step that changes nothing", () => {
    const sent: Book = saved(book, 1, "a");
    expect(stepped(sent, 1, at(1), redone, "b")).toBe(sent);
  });

  it("takes over what another window has changed, but not over what is unsent", () => {
    expect(pageOf(saved(book, 1, "a"), 1, at(6)).history).toEqual(begun(at(6)));
    expect(pageOf(book, 1, at(6)).history.present).toEqual(at(1));
  });
});
