// One device as the world hears it: its healthy behaviour, the scenes laid over it, and its own way of stamping.

import { milliseconds } from "../src/model/duration.ts";
import type { DeviceMessage, Payload, SimulatedDevice } from "./kinds/simulated-device.ts";
import type { DeviceConfig } from "./simulated-site.ts";
import type { Part } from "./stage-story.ts";
import type { Change } from "./story.ts";
import type { Voice } from "./voice.ts";

/**
 * Signs what the device says. With parts, it also reports at every edge of a scene, as devices do on change, and
 * says what the scenes want; later parts lie over earlier ones.
 */
export function createPerformer(
  device: DeviceConfig,
  healthy: SimulatedDevice,
  voice: Voice,
  parts: readonly Part[] = [],
): SimulatedDevice {
  if (parts.length === 0)
    return {
      next: healthy.next,
      step: (now) => {
        const said = healthy.step(now);
        for (const { channel, payload } of said) if (channel !== "status") voice.sign(payload as Payload, now, 0);
        return said;
      },
    };

  const cues = [...new Set(parts.flatMap(cuesOf))].sort((a, b) => a - b);
  let cue = 0;
  let kept: Payload[] = [];
  return {
    next: () => Math.min(healthy.next(), cues[cue] ?? Number.POSITIVE_INFINITY),
    step: (now) => {
      while ((cues[cue] ?? Number.POSITIVE_INFINITY) <= now) cue++;
      const said = healthy.step(now);
      const active = parts.filter((part) => part.from <= now && now < part.to);
      const changes = active.map(({ change }) => change);
      const ahead = changes.reduce((sum, change) => sum + ("clock" in change ? milliseconds(change.clock) : 0), 0);
      const muted = changes.find((change) => "silent" in change);
      const heard: DeviceMessage[] = linkNews(parts, now);
      if (heard.at(-1)?.payload === "online" && parts.some((part) => part.to === now && restarts(part.change)))
        voice.restart();
      const scripted = changes.some((change) => "event" in change);
      for (const message of said) {
        if (message.channel === "status") {
          if (!muted) heard.push(message);
        } else if (message.channel === "event") {
          if (!muted && !scripted) heard.push(signed("event", message.payload as Payload));
        } else {
          const payload = overlaid(message.payload as Payload, active, device, now);
          voice.sign(payload, now, ahead);
          if (!muted) heard.push({ channel: "telemetry", payload: kept.length > 0 ? [...kept, payload] : payload });
          else if (muted.keeps && voice.stamp !== "none") kept.push(payload);
          if (!muted) kept = [];
        }
      }
      if (!muted)
        for (const part of active)
          if ("event" in part.change && eventsOf(part).includes(now))
            heard.push(signed("event", { ...part.change.event }));
      return heard;

      function signed(channel: "event", payload: Payload): DeviceMessage {
        return { channel, payload: voice.sign(payload, now, ahead) };
      }
    },
  };
}

const restarts = (change: Change): boolean => "silent" in change && change.restarts === true;

/**
 * The healthy points with every active `set` over them. A point that the device does not report stays unreported:
 * nothing would take it back when the scene is over.
 */
function overlaid(base: Payload, active: readonly Part[], device: DeviceConfig, now: number): Payload {
  let payload = base;
  for (const { change, from, to } of active) {
    if (!("set" in change)) continue;
    const elapsed = now - from;
    const over =
      typeof change.set === "function"
        ? change.set({ now, elapsed, progress: elapsed / (to - from), device, base: payload })
        : change.set;
    payload = { ...payload };
    for (const [point, value] of Object.entries(over)) if (point in base) payload[point] = value;
  }
  return payload;
}

/** The broker's `offline` for a device that fell silent, and its own `online` when it is back. */
function linkNews(parts: readonly Part[], now: number): DeviceMessage[] {
  const news: DeviceMessage[] = [];
  for (const { change, from, to } of parts) {
    if (!("silent" in change)) continue;
    const will = change.will === undefined ? undefined : from + milliseconds(change.will);
    if (now === to && (will !== undefined || change.restarts)) news.push({ channel: "status", payload: "online" });
    else if (now === will && now < to) news.push({ channel: "status", payload: "offline" });
  }
  return news;
}

const repeats = (part: Part, every: string | undefined): number[] => {
  if (every === undefined) return [part.from];
  const step = milliseconds(every);
  return Array.from({ length: Math.ceil((part.to - part.from) / step) }, (_, index) => part.from + index * step);
};
const eventsOf = (part: Part): number[] => ("event" in part.change ? repeats(part, part.change.every) : []);

/** The instants at which a part makes its device speak. */
function cuesOf(part: Part): number[] {
  const edges = [part.from, part.to];
  const { change } = part;
  if ("set" in change) return [...edges, ...repeats(part, change.every)];
  if ("event" in change) return [...edges, ...eventsOf(part)];
  if ("silent" in change && change.will !== undefined) return [...edges, part.from + milliseconds(change.will)];
  return edges;
}
