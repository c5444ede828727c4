// Tells who floods the gateway: a device that has been slowed down for some seconds on end, and when it is quiet again.

export type FloodWatch = {
  readonly throttled: (id: string, now: number) => void;
  /** To be called about once a second. */
  readonly sweep: (now: number) => void;
};

/** Two slow-downs closer than this are one. */
const gap = 2_000;
const most = 10_000;

/** `tell` hears of a flood after `after` ms of it, and of its end after `calm` ms without; pure memory, epoch ms. */
export const createFloodWatch = (
  times: { readonly after: number; readonly calm: number },
  tell: (id: string, flooding: boolean) => void,
): FloodWatch => {
  const floods = new Map<string, { since: number; last: number; told: boolean }>();
  return {
    throttled: (id, now) => {
      const flood = floods.get(id);
      if (flood === undefined) {
        if (floods.size < most) floods.set(id, { since: now, last: now, told: false });
        return;
      }
      if (!flood.told && now - flood.last > gap) flood.since = now;
      flood.last = now;
      if (flood.told || now - flood.since < times.after) return;
      flood.told = true;
      tell(id, true);
    },
    sweep: (now) => {
      for (const [id, flood] of floods) {
        if (now - flood.last < (flood.told ? times.calm : gap)) continue;
        floods.delete(id);
        if (flood.told) tell(id, false);
      }
    },
  };
};
