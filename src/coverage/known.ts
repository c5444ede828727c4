// What the live half of coverage asks of the detector.

/** What the detector knows of cameras and lamps when the watch begins, and of links at any time. */
export type Known = {
  readonly isOpen: (asset: string, fault: string) => boolean;
  /** When the fault began, epoch ms. */
  readonly since: (asset: string, fault: string) => number | null;
  readonly heading: (camera: string) => number | null;
  readonly downLink: (asset: string) => string | null;
};
