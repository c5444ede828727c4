// The line to the gateway: one WebSocket that comes back by itself for ever, with a fresh snapshot each time.

import type { WallMessage } from "./wire.ts";

export type Line = "connecting" | "live" | "lost" | "signedOut";

const firstWait = 500;
const longestWait = 10_000;
/** A line that says nothing for this long is dead, whatever the browser believes: ticks come each 2 s. */
const silence = 7000;

/** @param onLine hears each change of the line's state. Never throws and never gives up. */
export function connect(onMessage: (message: WallMessage) => void, onLine: (line: Line) => void): void {
  let wait = firstWait;
  const open = (): void => {
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/stream`;
    const socket = new WebSocket(address);
    let watchdog = setTimeout(() => end(), silence);
    let over = false;
    socket.onmessage = ({ data }) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(end, silence);
      wait = firstWait;
      onLine("live");
      onMessage(JSON.parse(String(data)) as WallMessage);
    };
    const end = (): void => {
      if (over) return;
      over = true;
      clearTimeout(watchdog);
      socket.onmessage = null;
      socket.close();
      onLine("lost");
      void whether(onLine);
      setTimeout(open, wait + Math.random() * 250);
      wait = Math.min(longestWait, wait * 2);
    };
    socket.onclose = end;
    socket.onerror = end;
  };
  onLine("connecting");
  open();
}

/** The browser does not say why a WebSocket failed; an ordinary request does. */
async function whether(onLine: (line: Line) => void): Promise<void> {
  try {
    const { status } = await fetch("/api/v1/tickets?limit=1");
    if (status === 401) onLine("signedOut");
  } catch {
    // No answer at all: the line is lost, which has been said.
  }
}
