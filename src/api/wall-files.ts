// The wall's page as the browser gets it: read once at start, TypeScript stripped of its types, kept in memory.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

export type WallFile = { readonly body: string; readonly contentType: string; readonly etag: string };

const contentTypes = {
  ts: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  svg: "image/svg+xml",
} as const;

/** Every file of the folder by its name. @throws where the folder cannot be read or a module does not parse. */
export function readWallFiles(folder: URL): ReadonlyMap<string, WallFile> {
  const files = new Map<string, WallFile>();
  for (const name of readdirSync(folder)) {
    const contentType = contentTypes[name.slice(name.lastIndexOf(".") + 1) as keyof typeof contentTypes];
    if (contentType === undefined) continue;
    const source = readFileSync(new URL(name, folder), "utf8");
    const body = name.endsWith(".ts") ? stripTypeScriptTypes(source) : source;
    files.set(name, { body, contentType, etag: `"${createHash("sha256").update(body).digest("base64url")}"` });
  }
  return files;
}
