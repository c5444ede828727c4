// Files that come with tickets: what is taken, how it is kept, and how it is given back.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { token } from "./open-gateway.ts";
import { jpeg, openPeopleDoor, type PeopleDoor } from "./people-door.ts";

const path = "/api/v1/tickets/T-000002/attachments";
const files = {
  "image/jpeg": jpeg,
  "image/png": Buffer.from("\x89PNG\r\n\x1a\n and more", "latin1"),
  "image/webp": Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1"),
  "application/pdf": Buffer.from("%PDF-1.7 paper"),
} as const;
const bearer = { authorization: `Bearer ${token}` };
const put = (door: PeopleDoor, query: string, body: Uint8Array, type: string, to = path) =>
  door.get(`${to}?${query}`, {
    method: "POST",
    headers: { ...bearer, "content-type": type },
    body: new Uint8Array(body),
  });
const kept = (door: PeopleDoor): string[] => {
  try {
    return readdirSync(join(door.folder, "attachments"));
  } catch {
    return [];
  }
};

it.each(Object.entries(files))("keeps a file of type %s and gives it back byte for byte", async (type, bytes) => {
  await using door = await openPeopleDoor();
  const answer = await put(door, "name=photo%20of%20the%20car&by=zhao", bytes, type);
  expect(answer.status).toBe(201);
  expect(answer.json).toEqual({ id: kept(door)[0], name: "photo of the car", type, size: bytes.length });
  expect(door.acted).toEqual([{ do: "attach", ticket: "T-000002", by: "zhao", attachment: answer.json }]);
  const back = await fetch(`${door.base}${answer.headers.get("location")}`, { headers: bearer });
  expect(Buffer.from(await back.arrayBuffer())).toEqual(bytes);
  expect(back.headers.get("content-type")).toBe(type);
  expect(back.headers.get("x-content-type-options")).toBe("nosniff");
  expect(back.headers.get("content-disposition")).toMatch(/^attachment; /);
  expect(back.headers.get("content-security-policy")).toContain("sandbox");
});

it("keeps files for the gateway's user alone, with a name that is no path", async () => {
  await using door = await openPeopleDoor();
  const name = '../..\\evil"\r\nx: y/现场 (1).jpg';
  const answer = await put(door, `name=${encodeURIComponent(name)}`, jpeg, "image/jpeg");
  expect([answer.status, answer.json.name]).toEqual([201, "现场 (1).jpg"]);
  expect(door.acted[0]).toMatchObject({ by: "admin", admin: true });
  const folder = join(door.folder, "attachments");
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, answer.json.id)).mode & 0o777).toBe(0o600);
  const back = await door.get(answer.headers.get("location") ?? "");
  expect(back.headers.get("content-disposition")).toBe(
    "attachment; filename=\"__ _1_.jpg\"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%20%281%29.jpg",
  );
});

it.each([
  ["bytes of another type", "image/png", jpeg, 400, "bad-request"],
  ["nothing", "image/jpeg", Buffer.alloc(0), 400, "bad-request"],
  ["fewer bytes than a type's first", "image/webp", Buffer.from("RIFF"), 400, "bad-request"],
  ["a type that is not taken", "image/svg+xml", Buffer.from("<svg/>"), 400, "bad-request"],
  ["JSON", "application/json", Buffer.from("{}"), 400, "bad-request"],
  ["more than 8 MiB", "image/jpeg", Buffer.concat([jpeg, Buffer.alloc(8 * 1024 * 1024)]), 413, "too-large"],
] as const)("refuses %s as %s in both languages and keeps nothing", async (_what, type, bytes, status, code) => {
  await using door = await openPeopleDoor();
  const answer = await put(door, "name=a.jpg&by=zhao", bytes, type);
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(answer.json.detail).not.toBe(answer.json.detailZh);
  expect([kept(door), door.acted]).toEqual([[], []]);
});

it("deletes the file again where the act is refused, and asks for no file of an unknown ticket", async () => {
  await using door = await openPeopleDoor();
  const stranger = await put(door, "name=a.jpg&by=nobody", jpeg, "image/jpeg");
  expect([stranger.status, stranger.json.code]).toEqual([422, "unknown-staff"]);
  const closed = await put(door, "by=zhao", jpeg, "image/jpeg", path.replace("2/", "1/"));
  expect([closed.status, closed.json.code]).toEqual([409, "wrong-state"]);
  const unknown = await put(door, "by=zhao", jpeg, "image/jpeg", path.replace("2/", "9/"));
  expect([unknown.status, unknown.json.code]).toEqual([404, "unknown-ticket"]);
  expect(kept(door)).toEqual([]);
});

it("takes 20 files a ticket, also when they come at once", async () => {
  await using door = await openPeopleDoor();
  const answers = await Promise.all(Array.from({ length: 23 }, () => put(door, "by=zhao", jpeg, "image/jpeg")));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(20).fill(201), 400, 400, 400]);
  expect(kept(door)).toHaveLength(20);
});

it("gives files to whoever is logged in alone, and only those of the ticket that is named", async () => {
  await using door = await openPeopleDoor();
  const { headers } = await put(door, "by=zhao", jpeg, "image/jpeg");
  const location = headers.get("location") ?? "";
  expect((await door.get(location, {})).status).toBe(401);
  expect((await door.get(path, { method: "POST", headers: { "content-type": "image/jpeg" }, body: "x" })).status).toBe(
    401,
  );
  expect((await door.get(location.replace("T-000002", "T-000003"))).status).toBe(404);
  expect((await door.get(`${path}/..%2f..%2fserver.key`)).status).toBe(404);
});

it("says that the disk cannot be written", async () => {
  await using door = await openPeopleDoor();
  writeFileSync(join(door.folder, "attachments"), "a file where the folder should be");
  const answer = await put(door, "by=zhao", jpeg, "image/jpeg");
  expect([answer.status, answer.json.code, door.acted]).toEqual([503, "storage-unavailable", []]);
  expect(readFileSync(join(door.folder, "attachments"), "utf8")).toContain("a file");
});
