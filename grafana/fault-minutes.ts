// How long faults lasted and how often they opened, as InfluxQL: history has a 1 where a fault opens or is there again before it was believed gone, and a 0 where it is over.

/**
 * Minutes in which faults were open, of those that opened and ended within the range. From each line to the next it asks
 * what `active` was before: mean − step / 2. A line told twice (1, 1, 0) so counts once.
 * @param condition on the measurement `fault`. @param by the tags to sum by, quoted.
 */
export const faultMinutes = (condition: string, by: string): string =>
  `SELECT sum("minutes") AS "minutes" FROM (SELECT "seconds" * ("mean" - "step" / 2) / 60 AS "minutes" FROM (SELECT elapsed("active", 1s) AS "seconds", difference("active") AS "step", moving_average("active", 2) AS "mean" FROM "fault" WHERE $timeFilter AND ${condition} GROUP BY "kind", "device", "fault", "severity")) GROUP BY ${by}`;

/**
 * How often each fault opened within the range: lines − ones are the endings; one more if it is open at the end, one less if it
 * was open at the beginning. A line told twice (1, 1, 0) counts once.
 */
export const openings = (condition: string): string =>
  `(SELECT count("active") - sum("active") + first("active") + last("active") - 1 AS "times" FROM "fault" WHERE $timeFilter${condition} GROUP BY "site", "kind", "device", "fault")`;
