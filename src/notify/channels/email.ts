// Channel: e-mail over SMTP, to the channel's own addresses and to the people the notice is for.

import type { Transporter } from "nodemailer";
import type { ChannelConfig } from "../../model/site.ts";
import type { Channel, Delivery, Message } from "../channel.ts";

type Config = Extract<ChannelConfig, { type: "email" }>;

const timeoutMs = 10_000;

/**
 * One connection per mail. 4xx replies and network errors are retried, 5xx replies are final (RFC 5321 section 4.2.1);
 * where some addresses were refused and others taken, it counts as delivered.
 * `Message-ID` is made from the notice's id: a mail sent twice after a crash is one mail in the reader's thread.
 */
export function email(config: Config): Channel {
  const { host, port, secure, user, password } = config;
  let opened: Promise<Transporter> | undefined;
  /** Loaded with the first mail: most sites have no mail server. */
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import("nodemailer");
    return createTransport({
      host,
      port,
      secure,
      ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
  };
  return {
    limits: { perMinute: 60, digestBytes: 100_000 },
    send: async (message) => {
      const to = [...new Set([...config.to, ...message.mentions.flatMap((person) => person.email ?? [])])];
      if (to.length === 0)
        return { ok: false, retry: false, error: "no address: give the channel `to`, or its recipients an `email`" };
      try {
        opened ??= open();
        await (await opened).sendMail({ ...letter(message), from: config.from, to });
        return { ok: true };
      } catch (error) {
        return judge(error);
      }
    },
  };
}

const letter = ({ notice, title, body, url, language }: Message) => ({
  subject: title[language],
  text: url === undefined ? body[language] : `${body[language]}\n${url}`,
  messageId: `<${notice.id.replaceAll(/[^A-Za-z0-9.-]/g, ".")}@${notice.reason === "dailyCount" ? notice.count.site : notice.snapshot.site}.anju>`,
  headers: { "Auto-Submitted": "auto-generated" },
});

function judge(error: unknown): Delivery {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "responseCode" in error ? error.responseCode : undefined;
  const final = typeof code === "number" && code >= 500;
  return { ok: false, retry: !final, error: `the mail server did not take it: ${reason.slice(0, 300)}` };
}
