// noPeer: no other device of the same kind and station fulfils the condition. A silent peer fulfils nothing.

import type { Condition, NoPeerCondition } from "../../model/condition.ts";
import type { Node } from "../node.ts";
import type { DeviceRuntime } from "../runtime.ts";
import { TRUE, truth } from "../truth.ts";
import { type Context, under } from "./context.ts";

export function compileNoPeer(condition: NoPeerCondition<Condition>, context: Context): Node {
  let compiled: { readonly peer: DeviceRuntime; readonly node: Node }[] | undefined;
  const peers = () => {
    compiled ??= context.peers(condition.fact).map((peer) => ({
      peer,
      node: context.compile(condition.of, { ...under(context, peer.device.id), device: peer.device }),
    }));
    return compiled;
  };
  return {
    evaluate: (_runtime, at) =>
      truth(!peers().some(({ peer, node }) => !peer.frozen && node.evaluate(peer, at, false) === TRUE)),
    nextChange: (_runtime, at) => Math.min(...peers().map(({ peer, node }) => node.nextChange(peer, at))),
  };
}
