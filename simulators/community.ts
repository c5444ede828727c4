// A whole community on a virtual clock: every device's messages in the order of time.

import { kinds } from "./kinds/index.ts";
import type { Payload, SimulatedDevice, Surroundings } from "./kinds/simulated-device.ts";
import { createStation, type Station } from "./kinds/station.ts";
import { createLighting } from "./lighting.ts";
import { createLocalTime } from "./local-time.ts";
import { createPerformer } from "./performer.ts";
import { createRandom, hash } from "./random.ts";
import type { DeviceConfig, SimulatedKind, SimulatedSite } from "./simulated-site.ts";
import type { Part } from "./stage-story.ts";
import { createSun } from "./sun.ts";
import { createTimeHeap } from "./time-heap.ts";
import { createVoice } from "./voice.ts";

export type CommunityMessage = {
  /** Epoch ms. */
  readonly at: number;
  readonly device: string;
  readonly topic: string;
  readonly payload?: Payload | readonly Payload[];
  /** A payload that is not JSON: `online`, `offline`; kept by the broker. */
  readonly raw?: string;
};

export type CommunityOptions = {
  readonly site: SimulatedSite;
  readonly seed: number;
  /** Epoch ms. */
  readonly start: number;
  /** Up to and including this instant, epoch ms; without it the community lives for ever. */
  readonly end?: number;
  readonly kinds?: readonly SimulatedKind[];
  /** What stories lay over the devices, by id (stageStory). */
  readonly parts?: ReadonlyMap<string, readonly Part[]>;
  /** false: no device sends `ts`. */
  readonly stamped?: boolean;
};

/**
 * Messages in time order; the same options give the same messages. Each device says `online` before its first report
 * and reports every `reportEvery` in a phase of its own.
 */
export function* createCommunity(options: CommunityOptions): Generator<CommunityMessage, void, undefined> {
  const { site, end = Number.POSITIVE_INFINITY } = options;
  const devices = site.devices.filter(({ kind }) => options.kinds === undefined || options.kinds.includes(kind));
  const around = surround(options);
  const actors = devices.map((device) => createActor(device, options, around));
  const topics = devices.map((device) => {
    const base = `${site.topicRoot}/${site.id}/${device.kind}/${device.id}/`;
    return { telemetry: `${base}telemetry`, event: `${base}event`, status: `${base}status` };
  });
  const born = new Uint8Array(devices.length);
  const heap = createTimeHeap(Float64Array.from(actors, (actor) => actor.next()));
  for (let at = heap.firstAt(); at <= end && at !== Number.POSITIVE_INFINITY; at = heap.firstAt()) {
    const index = heap.first();
    const actor = actors[index] as SimulatedDevice;
    const { id } = devices[index] as DeviceConfig;
    const topic = topics[index] as (typeof topics)[number];
    const said = actor.step(at);
    heap.replaceFirst(actor.next());
    if (born[index] === 0 && said.length > 0) {
      born[index] = 1;
      if (said[0]?.channel !== "status") yield { at, device: id, topic: topic.status, raw: "online" };
    }
    for (const message of said) {
      const payload = message.payload;
      if (typeof payload === "string") yield { at, device: id, topic: topic.status, raw: payload };
      else yield { at, device: id, topic: topic[message.channel], payload };
    }
  }
}

function surround({ site, seed, start }: CommunityOptions): Surroundings {
  const time = createLocalTime(site.timezone);
  const sun = createSun(site.location);
  const stations = new Map<string, Station>();
  return {
    start,
    time,
    sun,
    lighting: createLighting(site.lighting, sun, time),
    station: (pump) => {
      const name = pump.station ?? pump.id;
      const mates = site.devices.filter(({ kind, id, station }) => kind === "pump" && (station ?? id) === name);
      const random = createRandom(hash(`${seed} station ${name}`));
      const found =
        stations.get(name) ??
        createStation(
          mates.map(({ id }) => id),
          random,
          time,
          start,
        );
      stations.set(name, found);
      return found;
    },
  };
}

function createActor(device: DeviceConfig, options: CommunityOptions, around: Surroundings): SimulatedDevice {
  const healthy = kinds[device.kind](device, createRandom(hash(`${options.seed} ${device.id}`)), around);
  const voice = createVoice(device.id, device.reportEvery, around.time, options.stamped);
  return createPerformer(device, healthy, voice, options.parts?.get(device.id));
}
