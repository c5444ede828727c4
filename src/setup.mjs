// Run before every npm script: installs the dependencies when they are missing or stale. Plain JavaScript for Node 20, no dependency.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "node_modules", ".anju-installed");
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
const node = join(root, "node_modules", ".bin", "node");

/** Says in both languages what is wrong and what to do, and ends. */
function giveUp(english, chinese) {
  console.error(`\n${english}\n${chinese}`);
  process.exit(2);
}

const runs = () => spawnSync(node, ["--version"]).status === 0;

/**
 * Node 26 is linked against libatomic, which a minimal Debian lacks: its package is unpacked beside the dependencies, nothing of the
 * system is touched, and the `node` of the npm scripts becomes a line of shell that looks there.
 */
function bringLibatomic() {
  const folder = join(root, "node_modules", ".anju-lib");
  mkdirSync(folder, { recursive: true });
  const apt = (...words) => spawnSync("apt-get", ["-q", ...words], { cwd: folder, stdio: "ignore" }).status === 0;
  if (!apt("download", "libatomic1") && !(apt("update") && apt("download", "libatomic1"))) return;
  for (const name of readdirSync(folder))
    if (name.endsWith(".deb")) spawnSync("dpkg-deb", ["-x", name, "."], { cwd: folder });
  const found = readdirSync(folder, { recursive: true }).find((name) => name.endsWith("libatomic.so.1"));
  if (found === undefined) return;
  const real = realpathSync(node);
  rmSync(node);
  const path = `"${join(folder, dirname(found))}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`;
  writeFileSync(node, `#!/bin/sh\nLD_LIBRARY_PATH=${path} exec "${real}" "$@"\n`, { mode: 0o755 });
}

if (installed !== wanted || !existsSync(node)) {
  console.error("Installing what Anju needs (once, about half a minute) … 正在安装所需组件（仅首次）……");
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const run = npm
    ? spawnSync(process.execPath, [npm, ...flags], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", flags, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (run.status !== 0 || !existsSync(node))
    giveUp(
      "The installation did not finish. Check the network (npm must reach its registry) and run the command again.",
      "安装未完成：请检查网络（npm 需能访问其软件源）后重新运行该命令。",
    );
  if (!runs()) bringLibatomic();
  if (!runs())
    giveUp(
      "Node 26 was installed but does not start here. On Debian or Ubuntu: sudo apt-get install libatomic1, then run the command again." +
        `\n${spawnSync(node, ["--version"]).stderr ?? ""}`,
      "已安装 Node 26，但无法在本机启动。Debian 或 Ubuntu 请执行 sudo apt-get install libatomic1 后重新运行该命令。",
    );
  writeFileSync(stamp, wanted);
}
