// A community with floor plans for tests: what is seen on them does not hang on the time of day.

/** To be put in the place of a site's coverage and devices. */
export const planSite = (site: string): string =>
  `${site.slice(0, site.indexOf("coverage:"))}
coverage:
  levels:
    - { id: hall, name: { zh: 大厅, en: Hall }, outline: [[0, 0], [60, 0], [60, 40], [0, 40]], indoor: lit, walls: [[[30, 0], [30, 20]]] }
    - { id: cellar, name: { zh: 地下室, en: Cellar }, outline: [[0, 0], [40, 0], [40, 40], [0, 40]], indoor: dark }
  areas:
    - { id: door, zone: east, name: { zh: 大门, en: Door }, level: hall, polygon: [[13, 8], [18, 8], [18, 12], [13, 12]], need: perceive, atLeast: 0.9, priority: high }
    - { id: desk, zone: east, name: { zh: 前台, en: Desk }, level: hall, polygon: [[42, 28], [47, 28], [47, 32], [42, 32]], need: perceive, atLeast: 0.9 }
    - { id: corner, zone: east, name: { zh: 死角, en: Corner }, level: hall, polygon: [[50, 2], [58, 2], [58, 8], [50, 8]], need: outline, atLeast: 0.9 }
    - { id: store, zone: east, name: { zh: 库房, en: Store }, level: cellar, polygon: [[13, 8], [18, 8], [18, 12], [13, 12]], need: perceive, atLeast: 0.9 }
    - { id: car, zone: east, name: { zh: 轿厢, en: Car }, watchedBy: [C4] }
devices:
  - { id: C1, kind: camera, zone: east, name: { zh: 大门摄像机, en: Door camera }, rated: { fps: 25 }, delays: { videoLoss: PT1S, clearAfter: PT1S }, mount: { level: hall, x: 10, y: 10, height: 3.5, heading: 90, tilt: 15, hfov: 90, vfov: 54, pixels: [2560, 1440], range: 40 } }
  - { id: C2, kind: camera, zone: east, name: { zh: 前台摄像机, en: Desk camera }, rated: { fps: 25 }, mount: { level: hall, x: 39, y: 30, height: 3.5, heading: 90, tilt: 15, hfov: 90, vfov: 54, pixels: [2560, 1440], range: 40 } }
  - { id: C3, kind: camera, zone: east, name: { zh: 库房摄像机, en: Store camera }, rated: { fps: 25 }, mount: { level: cellar, x: 10, y: 10, height: 3.5, heading: 90, tilt: 15, hfov: 90, vfov: 54, pixels: [2560, 1440], range: 40 } }
  - { id: C4, kind: camera, zone: east, name: { zh: 轿厢摄像机, en: Car camera }, rated: { fps: 25 } }
  - { id: C5, kind: camera, zone: east, name: { zh: 大厅球机, en: Hall dome }, rated: { fps: 25 }, mount: { level: hall, x: 25, y: 10, height: 3.5, heading: 90, tilt: 15, hfov: 90, vfov: 54, pixels: [3840, 2160], range: 40, ptz: true } }
  - { id: L1, kind: streetlight, zone: east, name: { zh: 库房灯, en: Store lamp }, rated: { power: 60 }, mount: { level: cellar, x: 15, y: 10, lightRadius: 8 } }
`;
