// A process of its own that takes one message from an external broker, never finishes storing it, and is killed by the test.

import { openExternal } from "../../src/broker/open-external.ts";

const [url = "", clientId = ""] = process.argv.slice(2);
openExternal({
  url,
  clientId,
  site: { id: "demo", topicRoot: "facility" },
  log: { info: () => {}, warn: () => {} },
  onState: ({ connected }) => process.stdout.write(connected ? "connected\n" : "disconnected\n"),
  intake: {
    take: ({ payload }) => process.stdout.write(`took ${Buffer.from(payload as Uint8Array).toString()}\n`) || true,
    whenOnDisk: () => {},
    isFull: () => false,
    whenRoom: (resume) => resume(),
  },
});
