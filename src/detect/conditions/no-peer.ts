// noPeer: no other device of the same kind and station fulfils the condition. A silent peer fulfils nothing.

import type { Condition, NoPeerCondition } from "../../model/condition.ts";
import type { Node } from "../node.ts";
import type { DeviceRuntime } from "../runtime.ts";
import { TRUE, truth } from "../truth.ts";
import { type Context, under } from "./context.ts";

type Peer = { readonly peer: DeviceRuntime; readonly node: Node };

export function compileNoPeer(condition: NoPeerCondition<Condition>, context: Context): Node {
  const compiled = new Map<DeviceRuntime, readonly Peer[]>();
  const peersOf = (runtime: DeviceRuntime): readonly Peer[] => {
    const known = compiled.get(runtime);
    if (known) return known;
    const peers = context.peers(runtime, condition.fact).map((peer) => ({
      peer,
      node: context.compile(condition.of, { ...under(context, peer.device.id), device: peer.device }),
    }));
    compiled.set(runtime, peers);
    return peers;
  };
  return {
    evaluate: (runtime, at) =>
      truth(!peersOf(runtime).some(({ peer, node }) => !peer.frozen && node.evaluate(peer, at, false) === TRUE)),
    nextChange(runtime, at) {
      let next = Number.POSITIVE_INFINITY;
      for (const { peer, node } of peersOf(runtime)) next = Math.min(next, node.nextChange(peer, at));
      return next;
    },
  };
}
