// A process that accepts MQTT connections and acknowledges every PUBLISH without looking at it: what a load generator costs is measured against it.

import { createServer } from "node:net";

const server = createServer((socket) => {
  let rest = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (data: Buffer) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, data]) : data;
    const answers: number[] = [];
    let at = 0;
    while (at + 4 < bytes.length) {
      let length = 0;
      let head = at + 1;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[head++] as number;
        length |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      if (head + length > bytes.length) break;
      const first = bytes[at] as number;
      if (first === 0x10) answers.push(0x20, 2, 0, 0);
      else if ((first & 0xf6) === 0x32) {
        const id = head + 2 + (((bytes[head] as number) << 8) | (bytes[head + 1] as number));
        answers.push(0x40, 2, bytes[id] as number, bytes[id + 1] as number);
      }
      at = head + length;
    }
    rest = Buffer.from(bytes.subarray(at));
    if (answers.length > 0) socket.write(Buffer.from(answers));
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as { port: number }).port));
process.on("disconnect", () => process.exit(0));
