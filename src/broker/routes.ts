// What may be done with a topic, worked out once per connection and topic and remembered until the answer may change.

import { isUtf8 } from "node:buffer";
import type { Access, Principal } from "./access.ts";
import type { Connection } from "./connection.ts";
import type { Route } from "./route.ts";

/** Topics remembered per connection; a gateway of devices that has more pays for looking again. */
const mostRoutes = 4_096;

/** A topic that a PUBLISH may carry (MQTT 3.1.1, 3.3.2.1 and 4.7); null, or what is wrong with it. */
export const topicProblem = (topic: string, mostLevels: number): string | null => {
  if (topic.length === 0) return "empty topic";
  if (topic.includes("#") || topic.includes("+")) return "wildcard in a topic";
  if (topic.includes("\u0000")) return "null character in a topic";
  let levels = 1;
  for (let at = topic.indexOf("/"); at >= 0; at = topic.indexOf("/", at + 1)) levels += 1;
  return levels > mostLevels ? "topic has too many levels" : null;
};

const isSame = (known: Buffer, bytes: Buffer, from: number, length: number): boolean => {
  if (known.length !== length) return false;
  // From the end: topics of one site differ there.
  for (let at = length - 1; at >= 0; at--) if (known[at] !== bytes[from + at]) return false;
  return true;
};

/** `end()` begins a new era: credentials or subscriptions are others now. */
export const createRoutes = (
  access: Access,
  limits: { readonly topicLevels: number },
  isHeard: (topic: string) => boolean,
) => {
  let era = 1;

  const judge = (route: Route, principal: Principal): void => {
    route.era = era;
    if (route.problem !== null) return;
    route.allowed = access.mayPublish(principal, route.topic);
    route.mayRetain = access.mayRetain(principal, route.topic);
    route.ours = access.isOurs(route.topic);
    route.heard = isHeard(route.topic);
  };
  const find = (connection: Connection, bytes: Buffer, from: number, length: number): Route => {
    const key = bytes.toString("latin1", from, from + length);
    connection.routes ??= new Map();
    const known = connection.routes.get(key);
    if (known !== undefined) return known;
    const own = Buffer.from(bytes.subarray(from, from + length));
    const topic = own.toString("utf8");
    const problem = isUtf8(own) ? topicProblem(topic, limits.topicLevels) : "topic is not UTF-8";
    const fresh = { allowed: false, mayRetain: false, ours: false, heard: false };
    const route: Route = { topic, bytes: own, era: 0, problem, ...fresh };
    if (connection.routes.size >= mostRoutes) connection.routes.clear();
    connection.routes.set(key, route);
    return route;
  };

  return {
    /** The route of the topic that lies in `bytes`, judged for the connection's principal. */
    of: (connection: Connection, bytes: Buffer, from: number, length: number): Route => {
      let route = connection.route;
      if (route === null || !isSame(route.bytes, bytes, from, length)) {
        route = find(connection, bytes, from, length);
        connection.route = route;
      }
      if (route.era !== era) judge(route, connection.principal as Principal);
      return route;
    },
    end: (): void => {
      era += 1;
    },
  };
};
