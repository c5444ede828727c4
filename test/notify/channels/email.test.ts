import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import type { ChannelConfig } from "../../../src/model/site.ts";
import { openChannel } from "../../../src/notify/open-channel.ts";
import { demoSite, monday10 } from "../demo-site.ts";
import { messageOf } from "../message-of.ts";

/** A small SMTP server (RFC 5321): `replies` overrides the answer to a command, by its first word. */
async function openMailServer(replies: Readonly<Record<string, string>> = {}) {
  const mails: { to: string[]; data: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    let pending = "";
    let data: string | undefined;
    let to: string[] = [];
    const normal: Record<string, () => string> = {
      EHLO: () => "250-here\r\n250 AUTH PLAIN",
      AUTH: () => "235 welcome",
      MAIL: () => "250 ok",
      RCPT: () => "250 ok",
      DATA: () => "354 go on",
      QUIT: () => "221 bye",
    };
    const say = (line: string) => socket.write(`${line}\r\n`);
    const onLine = (line: string) => {
      if (data !== undefined) {
        if (line !== ".") {
          data += `${line}\n`;
          return;
        }
        mails.push({ to, data });
        data = undefined;
        say(replies.END ?? "250 taken");
        return;
      }
      const verb = line.split(" ")[0]?.toUpperCase() ?? "";
      const reply = replies[verb] ?? normal[verb]?.() ?? "500 what";
      if (verb === "RCPT" && reply.startsWith("2")) to = [...to, /<(.*)>/.exec(line)?.[1] ?? ""];
      if (verb === "DATA" && reply.startsWith("3")) data = "";
      say(reply);
      if (verb === "QUIT") socket.end();
    };
    socket.on("data", (chunk) => {
      const lines = (pending + chunk.toString("utf8")).split("\r\n");
      pending = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
    say(replies.GREETING ?? "220 mail");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const openMail = (port: number, more: object = {}) => {
  const config = {
    id: "mail",
    type: "email",
    host: "127.0.0.1",
    port,
    secure: false,
    from: "anju@example.org",
    to: ["desk@example.org"],
    ...more,
  };
  return openChannel(config as ChannelConfig, { site: demoSite(), publish: () => {}, now: () => monday10 });
};
const part = (data: string, name: string) => new RegExp(`^${name}: (.*(?:\n[ \t].*)*)`, "im").exec(data)?.[1];
const decoded = (data: string) => Buffer.from(data.slice(data.indexOf("\n\n")), "base64").toString("utf8");

describe("email", () => {
  it("goes to the channel's addresses and to the people told", async () => {
    await using server = await openMailServer();
    const login = { user: "anju", password: "hidden-password" };
    expect(await openMail(server.port, login).send(messageOf())).toEqual({ ok: true });
    const [mail] = server.mails;
    expect(mail?.to).toEqual(["desk@example.org", "zhao@example.org"]);
    expect(part(mail?.data ?? "", "Message-ID")).toBe("<T-000123.0.robot@demo.anju>");
    const words = [...(part(mail?.data ?? "", "Subject") ?? "").matchAll(/=\?UTF-8\?B\?(.*?)\?=/gi)];
    expect(words.map(([, word]) => Buffer.from(word ?? "", "base64").toString("utf8")).join("")).toBe(
      "【紧急】1号楼电梯 困人",
    );
    expect(decoded(mail?.data ?? "")).toContain("位置：东片区，楼栋 1");
    expect(decoded(mail?.data ?? "")).toContain("https://anju.example.org/#/tickets/T-000123");
  });

  it.each<[Record<string, string>, boolean]>([
    [{ GREETING: "421 too busy" }, true],
    [{ MAIL: "451 try later" }, true],
    [{ RCPT: "450 mailbox busy" }, true],
    [{ END: "452 disk full" }, true],
    [{ RCPT: "550 no such user" }, false],
    [{ END: "554 refused as spam" }, false],
    [{ AUTH: "535 wrong password hidden-password" }, false],
  ])("%j: retry %s", async (replies, retry) => {
    await using server = await openMailServer(replies);
    const delivery = await openMail(server.port, { user: "anju", password: "hidden-password" }).send(messageOf());
    expect(delivery).toMatchObject({ ok: false, retry });
    expect(JSON.stringify(delivery)).not.toContain("hidden-password");
  });

  it("nobody there: later", async () => {
    const server = await openMailServer();
    await server[Symbol.asyncDispose]();
    expect(await openMail(server.port).send(messageOf())).toMatchObject({ ok: false, retry: true });
  });

  it("no address at all is final, and says what to do", async () => {
    const delivery = await openMail(1, { to: [] }).send(messageOf({ mentions: [] }));
    expect(delivery).toMatchObject({ ok: false, retry: false, error: expect.stringContaining("`to`") });
  });
});
