// A day's rhythm as a few corners: how busy, how thirsty, how loud a community is at each hour.

export type Corner = readonly [hour: number, value: number];

/** Straight lines between the corners, over midnight too. Corners are in order of the hour. */
export function createDailyCurve(corners: readonly Corner[]): (hour: number) => number {
  const first = corners[0] ?? [0, 0];
  const last = corners.at(-1) ?? first;
  const round: readonly Corner[] = [[last[0] - 24, last[1]], ...corners, [first[0] + 24, first[1]]];
  return (hour) => {
    let index = 1;
    while (index < round.length - 1 && (round[index] as Corner)[0] < hour) index++;
    const [fromHour, fromValue] = round[index - 1] as Corner;
    const [toHour, toValue] = round[index] as Corner;
    return fromValue + ((toValue - fromValue) * (hour - fromHour)) / (toHour - fromHour || 1);
  };
}
