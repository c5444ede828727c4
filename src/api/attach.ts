// Puts a file to a ticket: on disk first, then the act; deleted again where the act is refused.

import type { GatewayView } from "../model/gateway-view.ts";
import { type Refusal, type Result, refuse } from "../model/result.ts";
import type { Attachment, Ticket } from "../model/ticket.ts";
import type { AttachmentStore } from "./attachment-store.ts";
import { fileName, mostFiles } from "./file-type.ts";
import type { Log } from "./log.ts";

export type File = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
export type Attach = (ticket: string, file: File, by: { by: string; admin?: true }) => Promise<Result<Attachment>>;

export const attachmentsOf = (ticket: Ticket): Attachment[] =>
  ticket.events.flatMap(({ attachment }) => (attachment ? [attachment] : []));

const full = (ticket: string): { readonly ok: false } & Refusal =>
  refuse("bad-request", {
    en: `${ticket} holds ${mostFiles} files, and more it cannot hold.`,
    zh: `工单 ${ticket} 的附件已达 ${mostFiles} 个，不能再上传。`,
  });

/** The file's type and size have been checked. Refusals of the desk come back; a full disk is `storage-unavailable`. */
export function createAttach(view: GatewayView, store: AttachmentStore, log: Log): Attach {
  /** Files on their way, by ticket: two at once must not pass the limit together. */
  const coming = new Map<string, number>();
  return async (id, { name, type, bytes }, by) => {
    const ticket = view.ticket(id);
    if (!ticket) return refuse("unknown-ticket", id);
    const waiting = coming.get(id) ?? 0;
    if (attachmentsOf(ticket).length + waiting >= mostFiles) return full(id);
    coming.set(id, waiting + 1);
    let kept: string | undefined;
    let isAttached = false;
    try {
      kept = await store.put(bytes);
      const attachment: Attachment = { id: kept, name: fileName(name), type, size: bytes.length };
      const answer = await view.act({ do: "attach", ticket: id, ...by, attachment });
      if (!answer.ok) return answer;
      isAttached = true;
      return { ok: true, value: attachment };
    } catch (error) {
      if (kept !== undefined) throw error;
      log.error({ err: error }, "an attachment could not be written");
      return refuse("storage-unavailable");
    } finally {
      const left = (coming.get(id) ?? 1) - 1;
      if (left === 0) coming.delete(id);
      else coming.set(id, left);
      if (kept !== undefined && !isAttached) await store.remove(kept);
    }
  };
}
