// The live socket: reconnects by itself and says each time from where on it must be told.
import ReconnectingSocket from "partysocket/ws";

import { ContractError, liveMessage, type LiveMessage } from "../contract/index.ts";
import { gather } from "./gather.ts";

export interface LiveListener {
  /** The last event number that the page has, or null before it knows one. */
  since: () => number | null;
  /** What came close together, in its order. */
  onMessages: (messages: LiveMessage[]) => void;
  onOpen: () => void;
  onCut: () => void;
  /** A message came that does not keep the contract. */
  onUnreadable: () => void;
  /** The server no longer knows who this is. */
  onSignedOut: () => void;
}

export interface LiveSocket {
  say: (message: { type: "reading"; exam: string | null }) => void;
  close: () => void;
}

const SIGNED_OUT = 4401;

const TIMING = {
  minReconnectionDelay: 500,
  maxReconnectionDelay: 5000,
  reconnectionDelayGrowFactor: 1.6,
  connectionTimeout: 5000,
  // What was said while the socket was away is told anew on opening, not kept in a queue.
  maxEnqueuedMessages: 0,
};

function address(since: number | null): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/ws/events${since === null ? "" : `?since=${since}`}`;
}

/** Events come as a list, all else alone. */
const messagesIn = (frame: string): unknown[] => [JSON.parse(frame) as unknown].flat();

/** The messages that keep the contract. */
export function readable(frames: string[], onUnreadable: () => void): LiveMessage[] {
  return frames.flatMap(messagesIn).flatMap((message) => {
    try {
      return [liveMessage(message, "")];
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      console.error(error.message);
      onUnreadable();
      return [];
    }
  });
}

export function openLive(listener: LiveListener): LiveSocket {
  const hear = gather((texts) => listener.onMessages(readable(texts, listener.onUnreadable)));
  const socket = new ReconnectingSocket(() => address(listener.since()), undefined, TIMING);
  socket.addEventListener("open", listener.onOpen);
  socket.addEventListener("message", (event: MessageEvent<string>) => hear(event.data));
  socket.addEventListener("close", (event) => {
    if (event.code === SIGNED_OUT) {
      socket.close();
      listener.onSignedOut();
    } else {
      listener.onCut();
    }
  });
  // The browser knows at once that the network is gone; an open socket may notice minutes later.
  const reconnect = () => socket.reconnect();
  addEventListener("offline", listener.onCut);
  addEventListener("online", reconnect);
  return {
    say: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => {
      removeEventListener("offline", listener.onCut);
      removeEventListener("online", reconnect);
      socket.close();
    },
  };
}
