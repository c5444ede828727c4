// Run before every npm script: installs the dependencies when they are missing or stale. Plain JavaScript for Node 20, no dependency.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "node_modules", ".anju-installed");
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
const node = join(root, "node_modules", ".bin", "node");

if (installed !== wanted || !existsSync(node)) {
  console.error("Installing what Anju needs (once, about half a minute) … 正在安装所需组件（仅首次）……");
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const run = npm
    ? spawnSync(process.execPath, [npm, ...flags], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", flags, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (run.status !== 0 || !existsSync(node)) {
    console.error(
      "\nThe installation did not finish. Check the network (npm must reach its registry) and run the command again." +
        "\n安装未完成：请检查网络（npm 需能访问其软件源）后重新运行该命令。",
    );
    process.exit(2);
  }
  writeFileSync(stamp, wanted);
}
