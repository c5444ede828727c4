// `npm run simulate`: plays the community to a broker until Ctrl-C, or into a recording.

import { type Command, readCommand, usage } from "./command-line.ts";
import { createCommunity } from "./community.ts";
import { writeGrownSite } from "./grow-site.ts";
import { startCommunity } from "./live.ts";
import { playStaged, type RecordingLine, startOf, toLine } from "./play.ts";
import { readSite } from "./read-site.ts";
import { record } from "./record.ts";
import type { SimulatedSite } from "./simulated-site.ts";
import { scaleSite } from "./slice-site.ts";
import { stageStory } from "./stage-story.ts";
import { stories } from "./stories/index.ts";

// A reader that has seen enough, such as head, closes the pipe: no mistake of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function listStories(): void {
  for (const { id, title, about, duration } of stories)
    say(`${id.padEnd(16)} ${duration.padEnd(6)} ${title.en} / ${title.zh}\n    ${about.en}\n    ${about.zh}`);
}

/** A healthy community without a story, ending with a tick. */
function* healthy(site: SimulatedSite, { seed, length, start }: Command): Generator<RecordingLine> {
  const from = start ?? Date.now();
  for (const message of createCommunity({ site, seed, start: from, end: from + length })) yield toLine(message);
  yield { at: new Date(from + length).toISOString(), tick: true };
}

async function writeRecording(command: Command, file: string): Promise<void> {
  const whole = readSite(command.site);
  const site = command.devices === undefined ? whole : scaleSite(whole, command.devices);
  const [first] = command.stories;
  const start = command.start ?? (first && startOf(first, site)) ?? 0;
  const staged = command.stories.map((story) => stageStory(story, site, start));
  const lines = first === undefined ? healthy(site, command) : playStaged(staged, site, command.seed);
  const count = await record(lines, file);
  say(`${count} lines in ${file} / 已写入 ${count} 行`);
}

async function playLive(command: Command): Promise<void> {
  const stop = new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await using community = await startCommunity({ ...command, brokerUrl: command.broker, log: say });
  say(
    `${community.site.devices.length} devices live at ${command.broker}; Ctrl-C stops / 已上线 ${community.site.devices.length} 台设备，按 Ctrl-C 停止`,
  );
  await Promise.race([stop, community.stopped]);
}

async function main(command: Command): Promise<void> {
  if (command.help) say(usage);
  else if (command.list) listStories();
  else if (command.writeSite !== undefined) {
    const count = command.devices ?? readSite(command.site).devices.length;
    writeGrownSite(command.site, command.writeSite, count);
    say(`${count} devices in ${command.writeSite}/site.yaml / 已写入 ${count} 台设备`);
  } else if (command.record !== undefined) await writeRecording(command, command.record);
  else await playLive(command);
}

const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
  process.exitCode = 2;
};

let command: Command | undefined;
try {
  command = readCommand(process.argv.slice(2));
} catch (error) {
  complain(`${(error as Error).message}\n\n${usage}`);
}
try {
  if (command) await main(command);
} catch (error) {
  complain((error as Error).message);
}
