// A story: what happens in a community, told as data, to be a test, a live demo and documentation at once.

import type { Text } from "../src/model/text.ts";
import type { Act, Action } from "../src/model/ticket.ts";
import type { Payload } from "./kinds/simulated-device.ts";
import type { DeviceConfig, SimulatedKind } from "./simulated-site.ts";

/** Which devices a scene is about. `prefer` puts fitting ones first; `at` picks one of them, else all are meant. */
export type Selector = {
  readonly kind?: SimulatedKind;
  /** Only those below the power feed of a building (findFeed). */
  readonly below?: "feed";
  readonly where?: (device: DeviceConfig) => boolean;
  readonly prefer?: (device: DeviceConfig) => boolean;
  readonly at?: number;
};

/** The link itself, as an asset. */
export type FeedSelector = { readonly link: "feed" };

export type Moment = {
  readonly now: number;
  /** Milliseconds since the scene began, and the share of it that is over (0…1). */
  readonly elapsed: number;
  readonly progress: number;
  readonly device: DeviceConfig;
  /** What the device would have said. */
  readonly base: Readonly<Payload>;
};

export type Change =
  /** Points laid over the healthy behaviour, where the device reports them. `every`: it reports so often meanwhile, ISO duration. */
  | { readonly set: Payload | ((moment: Moment) => Payload); readonly every?: string }
  /**
   * Nothing is heard. `will`: the broker says `offline` so long after the beginning. `keeps`: the device keeps its
   * reports and sends them in one message afterwards, if it has a clock. `restarts`: it starts anew, `seq` from 0.
   */
  | { readonly silent: true; readonly will?: string; readonly keeps?: boolean; readonly restarts?: boolean }
  /** The device's clock runs ahead by this ISO duration. */
  | { readonly clock: string }
  /** Events instead of the device's own, `every` so often. */
  | { readonly event: Payload; readonly every?: string };

export type Scene = {
  /** ISO duration after the story's start. */
  readonly at: string;
  /** ISO duration; to the end of the story when left out. */
  readonly for?: string;
  /** Device after device begins so much later, ISO duration. */
  readonly stagger?: string;
  readonly devices: Selector;
  readonly change: Change;
};

/** What a person does about a ticket; `by` a role, the first of the site's staff with it (and with the skill). */
export type StoryAction = Omit<Action, "do" | "by" | "asset"> & {
  readonly at: string;
  readonly asset: Selector | FeedSelector;
  readonly do: Act;
  readonly by: { readonly role: string; readonly skill?: string };
};

export type ExpectedTicket = {
  readonly asset: Selector | FeedSelector;
  readonly fault: string;
  /** ISO duration after the story's start: the ticket exists by then. */
  readonly withinAfter: string;
};

export type Story = {
  readonly id: string;
  readonly title: Text;
  readonly about: Text;
  /** ISO duration. */
  readonly duration: string;
  /** When a recording of it begins, local time of the site; live it begins now. */
  readonly start: string;
  readonly scenes: readonly Scene[];
  readonly actions?: readonly StoryAction[];
  readonly expect: {
    readonly tickets: readonly ExpectedTicket[];
    /** No other ticket about a device than these; an area that goes blind with them is no other. */
    readonly noOthers?: boolean;
    /** At most so many others. */
    readonly atMost?: { readonly critical: number; readonly others: number };
    /** Tickets opened in these stretches are not counted: ISO durations after the start. */
    readonly excused?: readonly { readonly from: string; readonly to: string }[];
  };
  /** Live: begins anew when it is over. */
  readonly loops?: boolean;
};
