// Every step of drawing can be undone and done again, and is sent once.
import { describe, expect, it } from "vitest";

import {
  begun,
  changedTo,
  NOTHING,
  pageOf,
  redone,
  saved,
  sentAgain,
  stepped,
  undone,
  type Drawn,
  type Kept,
  type Unsent,
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

const under = (name: string): Unsent => ({ name, exam: "exam-1", assessment: 55, pixels: "ab12cd34", threshold: 0.95 });

describe("a book", () => {
  const empty: Kept = { drawn: NOTHING, version: 0 };
  const book = stepped({}, 1, empty, changedTo(at(1)), under("a"));

  it("keeps a history for each slice", () => {
    const both = stepped(book, 2, empty, changedTo(at(2)), under("b"));
    const back = stepped(both, 1, empty, undone, under("c"));
    expect(pageOf(back, 1, empty).history.present).toEqual(NOTHING);
    expect(pageOf(back, 2, empty).history.present).toEqual(at(2));
  });

  it("shows what the server has where nothing was drawn", () => {
    expect(pageOf({}, 1, { drawn: at(5), version: 3 }).history.present).toEqual(at(5));
  });

  it("knows what is to be sent, until it was", () => {
    expect(book[1]?.unsent?.name).toBe("a");
    expect(saved(book, 1, "a", 1)[1]?.unsent).toBeNull();
  });

  it("goes on waiting with what was drawn while something was on its way", () => {
    const later = stepped(book, 1, empty, changedTo(at(9)), under("b"));
    expect(saved(later, 1, "a", 1)[1]?.unsent?.name).toBe("b");
  });

  it("sends nothing after a step that changes nothing", () => {
    const sent = saved(book, 1, "a", 1);
    expect(stepped(sent, 1, { drawn: at(1), version: 1 }, redone, under("b"))).toBe(sent);
  });

  it("takes over what another window has changed, but not over what is unsent", () => {
    const other: Kept = { drawn: at(6), version: 2 };
    expect(pageOf(saved(book, 1, "a", 1), 1, other).history).toEqual(begun(at(6)));
    expect(pageOf(book, 1, other).history.present).toEqual(at(1));
  });

  it("sends a region once more as it is", () => {
    const again = sentAgain(saved(book, 1, "a", 1), 1, empty, under("b"));
    expect(again[1]?.unsent?.name).toBe("b");
    expect(again[1]?.history).toBe(book[1]?.history);
  });

  it("keeps its history when an answer comes that is older than what it knows", () => {
    const sent = saved(book, 1, "a", 2);
    expect(pageOf(sent, 1, { drawn: at(8), version: 1 })).toBe(sent[1]);
  });
});
