// Decisions kept in this browser until the server has them: IndexedDB, so that a reload or a closed tab loses none.
import type { ReviewDraft } from "../contract/index.ts";

export interface WaitingDecision {
  draft: ReviewDraft;
  exam: string;
  /** The slice in words, for the list of what waits. */
  place: string;
  /** Why the server refused it; empty while it waits to be sent. */
  refusal: string;
}

export interface OutboxStore {
  /** Whether what is kept outlives the tab. */
  isLasting: boolean;
  /** This reader's, in the order in which they were made. */
  all: (reader: number) => Promise<WaitingDecision[]>;
  put: (decision: WaitingDecision) => Promise<void>;
  remove: (clientId: string) => Promise<void>;
}

const DATABASE = "mreqc";
const TABLE = "decisions";
/** A rising number, so that decisions are sent in the order in which they were made. */
const ORDER = { keyPath: "order", autoIncrement: true };
const BY_NAME = "client_id";

type Row = WaitingDecision & { order?: number };

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB did not answer"));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () =>
    request.result.createObjectStore(TABLE, ORDER).createIndex(BY_NAME, `draft.${BY_NAME}`, { unique: true });
  return answer(request);
}

class BrowserStore implements OutboxStore {
  readonly isLasting = true;
  private readonly database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.database = database;
  }

  async all(reader: number): Promise<WaitingDecision[]> {
    const rows = await answer(this.table("readonly").getAll() as IDBRequest<WaitingDecision[]>);
    return rows.filter((row) => row.draft.reader === reader);
  }

  async put(decision: WaitingDecision): Promise<void> {
    const table = this.table("readwrite");
    const known = await answer(table.index(BY_NAME).get(decision.draft.client_id) as IDBRequest<Row | undefined>);
    await answer(table.put({ ...known, ...decision }));
  }

  async remove(clientId: string): Promise<void> {
    const table = this.table("readwrite");
    const order = await answer(table.index(BY_NAME).getKey(clientId));
    if (order !== undefined) await answer(table.delete(order));
  }

  private table(mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(TABLE, mode).objectStore(TABLE);
  }
}

/** For a browser that keeps nothing: what waits lasts as long as the tab, and the page says so. */
export class TabStore implements OutboxStore {
  readonly isLasting = false;
  private readonly rows = new Map<string, WaitingDecision>();

  all(reader: number): Promise<WaitingDecision[]> {
    return Promise.resolve([...this.rows.values()].filter((row) => row.draft.reader === reader));
  }

  put(decision: WaitingDecision): Promise<void> {
    this.rows.set(decision.draft.client_id, decision);
    return Promise.resolve();
  }

  remove(clientId: string): Promise<void> {
    this.rows.delete(clientId);
    return Promise.resolve();
  }
}

export async function openStore(): Promise<OutboxStore> {
  try {
    return new BrowserStore(await openDatabase());
  } catch {
    return new TabStore();
  }
}
