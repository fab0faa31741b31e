// The live feed: keeps the caches of this page in step with the server's event log, and knows if it is cut.
import { notifyManager, type QueryClient } from "@tanstack/react-query";

import { openLive, type LiveListener, type LiveSocket } from "../api/live.ts";
import type { ExamDetail, ExamPage, Health, LiveEvent, LiveMessage } from "../contract/index.ts";
import { applyToExam, applyToFindings, applyToPage, isArrival, touchesExam, touchesLists, type Findings } from "./applyEvents.ts";
import { learnServerTime } from "./clock.ts";
import { keys } from "./keys.ts";
import { throttle } from "./throttle.ts";

export interface LiveState {
  /** Since when updates no longer arrive (milliseconds), or null while they do. */
  cutSince: number | null;
  /** Exams that arrived while this page was open and were not looked at yet. */
  unseen: ReadonlySet<string>;
}

/** Events kept to be laid over an answer that was on its way while they came. */
const REMEMBERED = 500;
/** Order and counts may lag this much; a new exam and what is shown of a known one do not wait. */
const LISTS_EVERY_MS = 1500;
const EXAM_EVERY_MS = 150;

export class LiveFeed {
  private readonly client: QueryClient;
  private readonly open: (listener: LiveListener) => LiveSocket;
  private socket: LiveSocket | null = null;
  private seq: number | null = null;
  private recent: LiveEvent[] = [];
  private reading: string | null = null;
  private readonly heardOf = new Set<string>();
  /** Exams that the console of their scanner knows. */
  private readonly placed = new Set<string>();
  private state: LiveState = { cutSince: null, unseen: new Set() };
  private readonly watchers = new Set<() => void>();
  private readonly touched = new Set<string>();
  private readonly refreshLists = throttle(() => this.refetchLists(), LISTS_EVERY_MS);
  private readonly refreshStudies = throttle(
    () => void this.client.invalidateQueries({ queryKey: keys.studies }),
    LISTS_EVERY_MS,
  );
  private readonly refreshExams = throttle(() => this.refetchTouched(), EXAM_EVERY_MS);

  constructor(client: QueryClient, open: (listener: LiveListener) => LiveSocket = openLive) {
    this.client = client;
    this.open = open;
  }

  /** Connects; the returned function ends it. */
  start(): () => void {
    this.socket = this.open({
      since: () => this.seq,
      onMessages: (messages) => notifyManager.batch(() => messages.forEach((message) => this.receive(message))),
      onOpen: () => this.resume(),
      onCut: () => this.change({ cutSince: this.state.cutSince ?? Date.now() }),
      onUnreadable: () => this.refresh(),
      onSignedOut: () => void this.client.invalidateQueries({ queryKey: keys.session }),
    });
    return () => {
      this.socket?.close();
      this.socket = null;
    };
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly snapshot = (): LiveState => this.state;

  /** Tells the others which exam is being read here; null when none is. */
  announceReading(exam: string | null): void {
    this.reading = exam;
    this.socket?.say({ type: "reading", exam });
  }

  markSeen(exam: string): void {
    if (!this.state.unseen.has(exam)) return;
    const unseen = new Set(this.state.unseen);
    unseen.delete(exam);
    this.change({ unseen });
  }

  /** An answer that was asked for before the newest events came, brought up to them. */
  catchUpPage(page: ExamPage): ExamPage {
    return this.recent.reduce(applyToPage, page);
  }

  /** Whether an exam of the scanner was told of while this answer was on its way, and is not in it: no event brings it. */
  lacksExam({ seq, results }: ExamPage, scanner: string): boolean {
    const isLacked = ({ seq: told, kind, exam, data }: LiveEvent) =>
      told > seq && kind === "exam.changed" && data.is_mre && data.scanner === scanner && !results.some((row) => row.id === exam);
    return this.recent.some(isLacked);
  }

  catchUpExam(exam: ExamDetail): ExamDetail {
    return this.recent.reduce(applyToExam, exam);
  }

  catchUpFindings(exam: string, findings: Findings): Findings {
    return this.recent.filter((event) => event.exam === exam).reduce(applyToFindings, findings);
  }

  private resume(): void {
    this.change({ cutSince: null });
    if (this.reading !== null) this.announceReading(this.reading);
  }

  private receive(message: LiveMessage): void {
    switch (message.type) {
      case "hello":
        if (this.seq === null) this.startAt(message.seq);
        break;
      case "reset":
        this.startAt(message.seq);
        break;
      case "event":
        if (message.event.seq <= (this.seq ?? 0)) return;
        this.seq = message.event.seq;
        if (message.event.kind === null) this.refresh();
        else this.apply(message.event);
        break;
      case "error":
        break;
    }
  }

  /** What was fetched before this number may lack something: fetch it anew. */
  private startAt(seq: number): void {
    this.seq = seq;
    this.recent = [];
    this.client.removeQueries({ queryKey: keys.allFindings, type: "inactive" });
    void this.client.invalidateQueries({
      predicate: ({ state }) => ((state.data as { seq?: number } | undefined)?.seq ?? 0) < seq,
    });
  }

  private apply(event: LiveEvent): void {
    learnServerTime(event.at);
    this.recent = [...this.recent, event].slice(-REMEMBERED);
    this.show(event);
    this.noteExam(event);
    this.place(event);
    if (event.kind === "archive.changed") this.noteArchive(event.data);
    if (event.kind === "study.changed") this.noteStudy();
    if (event.kind === "review.added") this.refreshStudies();
    if (event.kind === "policy.changed") void this.client.invalidateQueries({ queryKey: keys.policies });
    if (touchesLists(event)) this.refreshLists();
    if (touchesExam(event) && event.exam !== null) {
      this.touched.add(event.exam);
      this.refreshExams();
    }
  }

  /** Lays the event over everything that is cached. */
  private show(event: LiveEvent): void {
    for (const queryKey of [keys.pages, keys.consoles]) {
      this.client.setQueriesData<ExamPage>({ queryKey }, (page) => page && applyToPage(page, event));
    }
    if (event.exam === null) return;
    this.client.setQueryData<ExamDetail>(keys.exam(event.exam), (exam) => exam && applyToExam(exam, event));
    this.client.setQueryData<Findings>(keys.findings(event.exam), (found) => found && applyToFindings(found, event));
  }

  /** An exam that the console of its scanner does not show yet is fetched at once, and once: all else is told. */
  private place({ kind, exam, data }: LiveEvent): void {
    if (kind !== "exam.changed" || !data.is_mre || exam === null || this.placed.has(exam)) return;
    this.placed.add(exam);
    const page = this.client.getQueryData<ExamPage>(keys.newest(data.scanner));
    if (page?.results.some((row) => row.id === exam)) return;
    void this.client.invalidateQueries({ queryKey: keys.newest(data.scanner) });
  }

  private refetchLists(): void {
    void this.client.invalidateQueries({ queryKey: keys.lists });
  }

  private refetchTouched(): void {
    for (const exam of this.touched) void this.client.invalidateQueries({ queryKey: keys.exam(exam) });
    this.touched.clear();
  }

  /** Something happened that this page cannot read: what it shows is fetched anew instead. */
  private refresh(): void {
    this.refreshLists();
    void this.client.invalidateQueries({ queryKey: keys.exams });
  }

  private noteExam(event: LiveEvent): void {
    if (event.exam === null || this.heardOf.has(event.exam)) return;
    this.heardOf.add(event.exam);
    if (!isArrival(event)) return;
    this.client.setQueryData<Findings>(keys.findings(event.exam), { seq: event.seq, slices: [] });
    this.change({ unseen: new Set(this.state.unseen).add(event.exam) });
    this.refetchLists();
  }

  /** A study was opened, closed or settled: who may see what has changed with it. */
  private noteStudy(): void {
    this.refreshStudies();
    this.refresh();
  }

  private noteArchive(archive: { ok: boolean; since: string; detail: string }): void {
    this.client.setQueryData<Health>(
      keys.health,
      (health) =>
        health && {
          ...health,
          parts: health.parts.map((part) => (part.name === "archive" ? { ...part, ...archive } : part)),
        },
    );
    void this.client.invalidateQueries({ queryKey: keys.health });
  }

  private change(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change };
    for (const watcher of this.watchers) watcher();
  }
}
