// What the alert rules ask of the history, in InfluxQL. A series that vanishes would count as recovered in Grafana: so every question is answered for as long as anything is known of the thing, and by the gateway's own minute where all is well.

/** Seconds. What is told each minute is known for a week after the last word; faults as long as readings are kept. */
export const WEEK = 7 * 86_400;
export const KEPT = 400 * 86_400;

/** A row of zero per site, so that "nothing is wrong" is an answer and not the lack of one. */
const alive = '(SELECT last("received") * 0 AS "value" FROM "gateway" WHERE time > now() - 7d GROUP BY "site")';

const tags = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/**
 * 1 for each thing whose fault is open, 0 once it is cleared: its last word counts, however old. Not by zone: of what is moved to
 * another while its fault is open the first zone would never hear the end. @param where on the tags of `fault`
 */
export const openFaults = (where: string): string =>
  `SELECT last("value") AS "value" FROM (SELECT last("active") AS "value" FROM "fault" WHERE ${where}` +
  ` GROUP BY ${tags(["site", "kind", "device", "fault"])}), ${alive}` +
  ` WHERE $timeFilter GROUP BY ${tags(["site", "kind", "device", "fault"])}`;

/** Minutes of the last three in which the gateway was heard, as a share; 0: silent. */
export const heardLately =
  'SELECT last("value") AS "value" FROM (SELECT moving_average(count("received"), 3) AS "value" FROM "gateway"' +
  ' WHERE $timeFilter GROUP BY time(1m), "site" fill(0)) WHERE $timeFilter GROUP BY "site"';

/** Lines that wait at the gateway because the history does not take them. */
export const waitingLines = 'SELECT last("waiting") AS "value" FROM "gateway" WHERE $timeFilter GROUP BY "site"';

/** Promises broken and not yet kept, by row of the SLA table. */
export const breached =
  'SELECT sum("value") AS "value" FROM (SELECT last("breached") AS "value" FROM "sla" WHERE $timeFilter' +
  ` GROUP BY ${tags(["site", "zone", "row", "milestone"])}), ${alive} WHERE $timeFilter GROUP BY "site", "row"`;

/** Percent of a kind's devices that are not known to be there; one that was never heard is not. */
export const offlineShare =
  'SELECT 100 * (sum("devices") - sum("online")) / sum("devices") AS "value"' +
  ' FROM (SELECT last("devices") AS "devices", last("online") AS "online" FROM "kind" WHERE $timeFilter' +
  ` GROUP BY ${tags(["site", "zone", "kind"])}) WHERE $timeFilter GROUP BY "site", "kind"`;
