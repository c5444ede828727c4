// Asking the gateway from the wall: the answer, or why not, in the reader's language.

import type { Language, Text } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { say } from "./words.ts";

type Problem = {
  readonly code?: string;
  readonly text?: Text;
  readonly detail?: string;
  readonly detailZh?: string;
};

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly words: string };

async function send<T>(path: string, how: RequestInit, language: Language): Promise<Answer<T>> {
  try {
    const answer = await fetch(path, how);
    if (answer.ok) return { ok: true, value: (await answer.json()) as T };
    const { code, text, detail, detailZh } = (await answer.json()) as Problem;
    const more = language === "zh" ? (detailZh ?? detail) : detail;
    const words = [text?.[language] ?? String(answer.status), code === "stale" ? undefined : more];
    return { ok: false, code: code ?? "", words: words.filter((part) => part !== undefined).join(" ") };
  } catch {
    return { ok: false, code: "", words: say(language, "failed") };
  }
}

/** @param body an object goes as JSON, a file as its bytes. Never throws. */
export function post<T = TicketJson>(path: string, body: object | Blob, language: Language): Promise<Answer<T>> {
  const isFile = body instanceof Blob;
  const type = isFile ? body.type || "application/octet-stream" : "application/json";
  const how = { method: "POST", headers: { "content-type": type }, body: isFile ? body : JSON.stringify(body) };
  return send(path, how, language);
}

/** Never throws. */
export const remove = <T>(path: string, language: Language): Promise<Answer<T>> =>
  send(path, { method: "DELETE" }, language);

/** What a GET answers, or undefined where the gateway has no such thing or does not answer. */
export async function ask<T>(path: string): Promise<T | undefined> {
  try {
    const answer = await fetch(path);
    return answer.ok ? ((await answer.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** An answer that is asked for once per key and kept; `onAnswer` is told when it has come. */
export function createMemo<T>(read: (key: string) => Promise<T | undefined>, onAnswer: () => void) {
  const kept = new Map<string, { readonly value: T | undefined } | "asked">();
  /** The answer to the key; null while it is under way. */
  return (key: string): T | undefined | null => {
    const found = kept.get(key);
    if (found !== undefined) return found === "asked" ? null : found.value;
    if (kept.size > 50) kept.clear();
    kept.set(key, "asked");
    void read(key).then((value) => {
      kept.set(key, { value });
      onAnswer();
    });
    return null;
  };
}
