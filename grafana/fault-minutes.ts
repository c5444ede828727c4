// How long faults lasted, as InfluxQL: history has a 1 where a fault opens and a 0 where it is over.

/**
 * Minutes in which faults were open, of those that opened and ended within the range. From each line to the next it asks
 * what `active` was before: mean − step / 2. A line told twice (1, 1, 0) so counts once.
 * @param condition on the measurement `fault`. @param by the tags to sum by, quoted.
 */
export const faultMinutes = (condition: string, by: string): string =>
  `SELECT sum("minutes") AS "minutes" FROM (SELECT "seconds" * ("mean" - "step" / 2) / 60 AS "minutes" FROM (SELECT elapsed("active", 1s) AS "seconds", difference("active") AS "step", moving_average("active", 2) AS "mean" FROM "fault" WHERE $timeFilter AND ${condition} GROUP BY "kind", "device", "fault", "severity")) GROUP BY ${by}`;
