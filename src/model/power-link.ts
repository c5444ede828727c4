// Which links carry power: what runs on its battery still speaks when they are down, and lamps are dark without them.

import type { Link } from "./site.ts";

export const isPowerLink = ({ type }: Pick<Link, "type">): boolean => type === "power" || type === "feed";
