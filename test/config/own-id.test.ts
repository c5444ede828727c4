// The gateway's own id: it is a device of its own site, so that no other thing of the site may be called so.

import { expect, it } from "vitest";
import { siteFrom, smallSite } from "../support/test-site.ts";

it("no device is called gateway", async () => {
  await expect(siteFrom(smallSite.replace("id: G1,", "id: gateway,"))).rejects.toThrow(/id of the gateway itself/);
  await expect(siteFrom(smallSite.replace("id: G1,", "id: gateway-1,"))).resolves.toMatchObject({ id: "demo" });
});
