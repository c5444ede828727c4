// Plays stories as a recording: the lines of the replay format, messages and people's actions in the order of time.

import type { Action } from "../src/model/ticket.ts";
import { type CommunityMessage, createCommunity } from "./community.ts";
import type { Payload } from "./kinds/simulated-device.ts";
import type { SimulatedSite } from "./simulated-site.ts";
import { type Slice, sliceSite } from "./slice-site.ts";
import { joinParts, type StagedStory, stageStory } from "./stage-story.ts";
import type { Story } from "./story.ts";

/** One line of a recording; `at` is an ISO instant. */
export type RecordingLine =
  | { readonly at: string; readonly topic: string; readonly payload: Payload | readonly Payload[] }
  | { readonly at: string; readonly topic: string; readonly raw: string }
  | { readonly at: string; readonly action: Action }
  | { readonly at: string; readonly tick: true };

export type PlayOptions = {
  readonly site: SimulatedSite;
  readonly seed?: number;
  /** Epoch ms; else the story's own. */
  readonly start?: number;
  /** A smaller community: the gateway's site has to be cut to the same devices. */
  readonly slice?: Slice;
};

export type Play = {
  readonly site: SimulatedSite;
  readonly staged: StagedStory;
  readonly lines: () => Generator<RecordingLine>;
};

/** The instant at which a story begins at the site, epoch ms. */
export const startOf = (story: Story, site: SimulatedSite): number =>
  Temporal.PlainDateTime.from(story.start).toZonedDateTime(site.timezone).epochMilliseconds;

/**
 * Stages a story: the site it needs, what is expected of the gateway, and its lines (the same at every call).
 * @throws Error when the site lacks a device or a role that the story needs.
 */
export function preparePlay(story: Story, options: PlayOptions): Play {
  const site = options.slice === undefined ? options.site : sliceSite(options.site, options.slice);
  const staged = stageStory(story, site, options.start ?? startOf(story, site));
  return { site, staged, lines: () => playStaged([staged], site, options.seed ?? 1) };
}

/** Several stories told at once: from the first one's start to the last one's end. */
export function* playStaged(
  stories: readonly StagedStory[],
  site: SimulatedSite,
  seed: number,
): Generator<RecordingLine, void, undefined> {
  const start = Math.min(...stories.map((staged) => staged.start));
  const end = Math.max(...stories.map((staged) => staged.end));
  const actions = stories.flatMap((staged) => staged.actions).sort((a, b) => a.at - b.at);
  let next = 0;
  for (const message of createCommunity({ site, seed, start, end, parts: joinParts(stories) })) {
    for (let due = actions[next]; due !== undefined && due.at < message.at; due = actions[++next])
      yield { at: iso(due.at), action: due.action };
    yield toLine(message);
  }
  for (const { at, action } of actions.slice(next)) yield { at: iso(at), action };
  yield { at: iso(end), tick: true };
}

/** A message as a line of a recording. */
export function toLine({ at, topic, payload, raw }: CommunityMessage): RecordingLine {
  return payload === undefined ? { at: iso(at), topic, raw: raw ?? "" } : { at: iso(at), topic, payload };
}

const iso = (at: number): string => new Date(at).toISOString();
