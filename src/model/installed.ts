// What somebody installed, as against what the gateway watches by itself: the areas of the plan, and the gateway.

export const areaKind = "area";
export const selfKind = "gateway";

/** Whether a device of the site is equipment: it reports over MQTT, and people count it. */
export const isInstalled = ({ kind }: { readonly kind: string }): boolean => kind !== areaKind && kind !== selfKind;
