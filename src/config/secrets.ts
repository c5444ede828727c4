// Secrets of channels: `${NAME}` in the site file is taken from the environment, so that no secret need stand in a file.

import { text } from "../model/text.ts";
import { type Located, locatedList, locatedMap, locatedScalar } from "./located.ts";
import { type Path, type Problem, warning } from "./problem.ts";

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The site file with every `${NAME}` under notify.channels replaced; an unset variable is a warning that names it: only a gateway that starts needs it. */
export function withSecrets(
  root: Located,
  env: Readonly<Record<string, string | undefined>>,
): {
  readonly root: Located;
  readonly problems: readonly Problem[];
  readonly unset: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
} {
  const problems: Problem[] = [];
  const unset = new Set<string>();
  const variables = new Set<string>();
  const fill = (node: Located, path: Path): Located => {
    if (typeof node.value === "string")
      return locatedScalar(
        node.place,
        node.value.replace(variable, (written, name: string) => {
          const value = env[name];
          if (value) return value;
          unset.add(JSON.stringify(path));
          variables.add(name);
          problems.push(
            warning(node.place, path, text(`the environment variable ${name} is not set`, `未设置环境变量 ${name}`)),
          );
          return written;
        }),
      );
    if (Array.isArray(node.value))
      return locatedList(
        node.place,
        [...node.children.values()].map((child, index) => fill(child, [...path, index])),
      );
    return node.children.size === 0 ? node : replaceChildren(node, (key, child) => fill(child, [...path, key]));
  };
  const notify = root.children.get("notify");
  const channels = notify?.children.get("channels");
  if (!notify || !channels) return { root, problems, unset, variables };
  const filled = fill(channels, ["notify", "channels"]);
  const changed = replaceChildren(notify, (key, child) => (key === "channels" ? filled : child));
  return {
    root: replaceChildren(root, (key, child) => (key === "notify" ? changed : child)),
    problems,
    unset,
    variables,
  };
}

function replaceChildren(node: Located, change: (key: string, child: Located) => Located): Located {
  const children = [...node.children].map(([key, child]) => [String(key), change(String(key), child)] as const);
  return locatedMap(node.place, node.keys, new Map(children));
}
