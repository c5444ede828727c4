// Puts a story on the stage of one site: selectors become devices, offsets become instants, roles become staff.

import { milliseconds } from "../src/model/duration.ts";
import type { Action } from "../src/model/ticket.ts";
import { selectAsset, selectDevices } from "./select-devices.ts";
import type { SimulatedSite } from "./simulated-site.ts";
import type { Change, Scene, Story, StoryAction } from "./story.ts";

/** One scene of one device, from `from` until before `to`, epoch ms. */
export type Part = { readonly from: number; readonly to: number; readonly change: Change };
export type Stretch = { readonly from: number; readonly to: number };

export type StagedStory = {
  readonly story: Story;
  readonly start: number;
  readonly end: number;
  /** By device id, in the order of the scenes: a later one lies over an earlier one. */
  readonly parts: ReadonlyMap<string, readonly Part[]>;
  readonly actions: readonly { readonly at: number; readonly action: Action }[];
  /** `by`: the latest instant at which the ticket exists, epoch ms. */
  readonly expected: readonly { readonly asset: string; readonly fault: string; readonly by: number }[];
  readonly excused: readonly Stretch[];
};

/**
 * @param start epoch ms. @param until a story that loops is told again up to here, epoch ms.
 * @throws Error naming what the site lacks: a device, a link, somebody with a role.
 */
export function stageStory(story: Story, site: SimulatedSite, start: number, until = start): StagedStory {
  const duration = milliseconds(story.duration);
  const rounds = story.loops ? Math.max(1, Math.ceil((until - start) / duration)) : 1;
  const parts = new Map<string, Part[]>();
  for (let round = 0; round < rounds; round++)
    for (const scene of story.scenes) stageScene(scene, site, start + round * duration, duration, parts);
  const actions = (story.actions ?? []).map((each) => stageAction(each, site, start)).sort((a, b) => a.at - b.at);
  return {
    story,
    start,
    end: start + rounds * duration,
    parts,
    actions,
    expected: story.expect.tickets.map(({ asset, fault, withinAfter }) => ({
      asset: selectAsset(site, asset),
      fault,
      by: start + milliseconds(withinAfter),
    })),
    excused: (story.expect.excused ?? []).map(({ from, to }) => ({
      from: start + milliseconds(from),
      to: start + milliseconds(to),
    })),
  };
}

/** The parts of several stories told at once. */
export function joinParts(stories: readonly StagedStory[]): ReadonlyMap<string, readonly Part[]> {
  const all = new Map<string, Part[]>();
  for (const story of stories)
    for (const [device, parts] of story.parts) all.set(device, [...(all.get(device) ?? []), ...parts]);
  return all;
}

function stageScene(scene: Scene, site: SimulatedSite, start: number, duration: number, parts: Map<string, Part[]>) {
  const length = scene.for === undefined ? undefined : milliseconds(scene.for);
  for (const [index, device] of selectDevices(site, scene.devices).entries()) {
    const from = start + milliseconds(scene.at) + index * milliseconds(scene.stagger ?? "PT0S");
    // To the end means past it: nothing recovers in the story's last instant.
    const to = length === undefined ? start + duration + 1 : from + length;
    const own = parts.get(device.id) ?? [];
    own.push({ from, to, change: scene.change });
    parts.set(device.id, own);
  }
}

function stageAction(each: StoryAction, site: SimulatedSite, start: number) {
  const { at, asset, by, ...rest } = each;
  const candidates = site.staff.filter((person) => person.role === by.role);
  const skill = by.skill;
  const person = candidates.find(({ skills }) => skill !== undefined && skills.includes(skill)) ?? candidates[0];
  if (person === undefined)
    throw new Error(
      `the story needs somebody with the role ${by.role}, site ${site.id} has nobody / 站点缺少角色 ${by.role}`,
    );
  return {
    at: start + milliseconds(at),
    action: { asset: selectAsset(site, asset), ...rest, by: person.id } as Action,
  };
}
