// Counts connections per address before a byte is read: who opens too many, or too fast, is not let in.

/** 0: no limit. */
export type AddressLimits = {
  readonly connections: number;
  readonly perSecond: number;
  /** Connections that may come at once. */
  readonly burst: number;
};

type Guest = { open: number; left: number; refilledAt: number };

export type Refused = "too many connections" | "too many connections of this address" | "connections come too fast";

export type AddressDoor = {
  /** Null: let in, and `leave` must follow. `now` in epoch ms. */
  readonly enter: (address: string, now: number) => Refused | null;
  readonly leave: (address: string) => void;
  /** Forgets who has been away for a while; to be called now and then. */
  readonly sweep: (now: number) => void;
};

/** Beyond as many addresses new ones share the refusal of `perSecond`: an IPv6 network has more than any memory. */
const mostAddresses = 100_000;

export const createAddressDoor = (
  limitsOf: (address: string) => AddressLimits,
  mostInAll: () => number,
): AddressDoor => {
  const guests = new Map<string, Guest>();
  let inAll = 0;
  return {
    enter: (address, now) => {
      if (inAll >= mostInAll()) return "too many connections";
      const { connections, perSecond, burst } = limitsOf(address);
      let guest = guests.get(address);
      if (guest === undefined) {
        if (guests.size >= mostAddresses) return "too many connections";
        guest = { open: 0, left: burst, refilledAt: now };
        guests.set(address, guest);
      }
      if (connections > 0 && guest.open >= connections) return "too many connections of this address";
      if (perSecond > 0) {
        guest.left = Math.min(burst, guest.left + (Math.max(0, now - guest.refilledAt) / 1000) * perSecond);
        guest.refilledAt = now;
        if (guest.left < 1) return "connections come too fast";
        guest.left -= 1;
      }
      guest.open += 1;
      inAll += 1;
      return null;
    },
    leave: (address) => {
      inAll -= 1;
      const guest = guests.get(address);
      if (guest !== undefined) guest.open -= 1;
    },
    sweep: (now) => {
      for (const [address, guest] of guests)
        if (guest.open === 0 && now - guest.refilledAt > 60_000) guests.delete(address);
    },
  };
};
