// Reads a multipart/form-data body that is in memory: its texts, and at most one file.

import type { File as Kept } from "./attach.ts";

export type Form = { readonly text: (name: string) => string; readonly file: Kept | undefined };

const mostParts = 16;

/** undefined where the body is no form, or one with more parts than any of ours has. */
export async function readForm(body: Uint8Array, contentType: string, fileField: string): Promise<Form | undefined> {
  const boundary = /boundary="?([^";]{1,70})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const bytes = Buffer.from(body.buffer as ArrayBuffer, body.byteOffset, body.length);
  let parts = 0;
  for (let at = bytes.indexOf(`--${boundary}`); at !== -1; at = bytes.indexOf(`--${boundary}`, at + 1))
    if (++parts > mostParts) return undefined;
  try {
    const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
    const sent = form.get(fileField);
    const file =
      sent === null || typeof sent === "string" || sent.size === 0
        ? undefined
        : { name: sent.name, type: sent.type, bytes: new Uint8Array(await sent.arrayBuffer()) };
    return {
      text: (name) => {
        const value = form.get(name);
        return typeof value === "string" ? value : "";
      },
      file,
    };
  } catch {
    return undefined;
  }
}
