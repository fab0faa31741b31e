// The outbox: every decision is kept here first, then sent, and forgotten only when the server has answered.
import { Refused } from "../api/http.ts";
import type { Review, ReviewDraft } from "../contract/index.ts";
import { TabStore, type OutboxStore, type WaitingDecision } from "./outboxStore.ts";

export interface OutboxState {
  /** In the order in which they were made. */
  decisions: WaitingDecision[];
  /** Whether the last attempt to send found no server. */
  isStuck: boolean;
  /** Whether what waits outlives the tab. */
  isLasting: boolean;
}

export interface Ways {
  send: (exam: string, draft: ReviewDraft) => Promise<Review>;
  /** Who the server takes this browser for now; null for nobody. It also renews the session's token. */
  whoAmI: () => Promise<number | null>;
  onKept: (exam: string, review: Review) => void;
  onRefused: (exam: string) => void;
  /** The server takes this browser for somebody else by now. */
  onStranger: () => void;
}

const AGAIN_MS = 3000;
/** Refusals that speak of the session, not of the decision. */
const OF_SESSION = ["not_authenticated", "permission_denied", "not_your_decision"];
const isOfSession = (error: unknown): boolean => error instanceof Refused && OF_SESSION.includes(error.code);

class Stranger extends Error {}

export class Outbox {
  private readonly reader: number;
  private readonly opening: Promise<OutboxStore>;
  private readonly ways: Ways;
  private store: OutboxStore = new TabStore();
  private state: OutboxState = { decisions: [], isStuck: false, isLasting: true };
  private readonly watchers = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSending = false;
  private isOpen = false;

  constructor(reader: number, opening: Promise<OutboxStore>, ways: Ways) {
    this.reader = reader;
    this.opening = opening;
    this.ways = ways;
  }

  /** Takes up what waited when the page was left; the returned function stops sending, and forgets nothing. */
  start(): () => void {
    this.isOpen = true;
    addEventListener("online", this.sendNow);
    void this.takeUp();
    return () => {
      this.isOpen = false;
      removeEventListener("online", this.sendNow);
      clearTimeout(this.timer);
    };
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly snapshot = (): OutboxState => this.state;

  /** Keeps the decision, then sends it. When this returns it is safe in this browser. */
  async decide(decision: Omit<WaitingDecision, "refusal">): Promise<void> {
    const waiting = { ...decision, refusal: "" };
    this.store = await this.opening;
    await this.store.put(waiting);
    this.change({ decisions: [...this.state.decisions, waiting] });
    this.sendNow();
  }

  /** The reader has seen why it was refused, and lets go of it. */
  async discard(clientId: string): Promise<void> {
    await this.store.remove(clientId);
    this.forget(clientId);
  }

  private async takeUp(): Promise<void> {
    this.store = await this.opening;
    const kept = await this.store.all(this.reader);
    const known = new Set(this.state.decisions.map(({ draft }) => draft.client_id));
    const decisions = [...kept.filter(({ draft }) => !known.has(draft.client_id)), ...this.state.decisions];
    this.change({ decisions, isLasting: this.store.isLasting });
    await this.sendAll();
  }

  private readonly sendNow = (): void => void this.sendAll();

  private async sendAll(): Promise<void> {
    if (this.isSending || !this.isOpen) return;
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      for (let next = this.next(); next; next = this.next()) await this.deliver(next);
      this.change({ isStuck: false });
    } catch (error) {
      if (error instanceof Stranger) this.ways.onStranger();
      this.change({ isStuck: true });
      this.timer = setTimeout(this.sendNow, AGAIN_MS);
    } finally {
      this.isSending = false;
    }
  }

  private next(): WaitingDecision | undefined {
    return this.state.decisions.find(({ refusal }) => refusal === "");
  }

  /** Sends one. Throws when it must wait: no server, or nobody signed in who made it. */
  private async deliver(waiting: WaitingDecision): Promise<void> {
    try {
      const review = await this.send(waiting);
      await this.store.remove(waiting.draft.client_id);
      this.forget(waiting.draft.client_id);
      this.ways.onKept(waiting.exam, review);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await this.refuse(waiting, error.message);
    }
  }

  private async send({ exam, draft }: WaitingDecision): Promise<Review> {
    try {
      return await this.ways.send(exam, draft);
    } catch (error) {
      if (!isOfSession(error)) throw error;
      if ((await this.ways.whoAmI()) !== this.reader) throw new Stranger();
      return await this.ways.send(exam, draft);
    }
  }

  private async refuse(waiting: WaitingDecision, refusal: string): Promise<void> {
    const refused = { ...waiting, refusal };
    await this.store.put(refused);
    this.change({ decisions: this.state.decisions.map((one) => (one === waiting ? refused : one)) });
    this.ways.onRefused(waiting.exam);
  }

  private forget(clientId: string): void {
    this.change({ decisions: this.state.decisions.filter(({ draft }) => draft.client_id !== clientId) });
  }

  private change(change: Partial<OutboxState>): void {
    this.state = { ...this.state, ...change };
    for (const watcher of this.watchers) watcher();
  }
}
