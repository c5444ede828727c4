// Topic → kind, device and channel: `{root}/{site}/{kind}/{device}/{channel}` (CONTRACT 2).

export type Channel = "telemetry" | "event" | "status";
export type TopicParts = { readonly kind: string; readonly device: string; readonly channel: Channel };

const channels: readonly string[] = ["telemetry", "event", "status"] satisfies Channel[];

/** @returns the parts, or what is wrong with the topic as a sentence. */
export function parseTopic(topic: string, root: string, site: string): TopicParts | string {
  const parts = topic.split("/");
  const [first, second, kind, device, channel] = parts;
  if (parts.length !== 5) return `expected ${root}/${site}/KIND/DEVICE/CHANNEL, got ${parts.length} segments`;
  if (first !== root) return `topics start with "${root}"`;
  if (second !== site) return `this gateway serves site "${site}"`;
  if (!kind || !device) return "kind and device must not be empty";
  if (!channels.includes(channel as string)) return `channel must be one of ${channels.join(", ")}`;
  return { kind, device, channel: channel as Channel };
}
