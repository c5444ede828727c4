// The contract's own example of a site (section 4), completed: every section is used once.

export const sample = `site: demo
name: { zh: 锦绣花园, en: Jinxiu Garden }
timezone: Asia/Shanghai
language: zh
location: { latitude: 31.23, longitude: 121.47 }
calendar: { country: CN, holidays: [], workdays: [] }
lighting: { full: [["sunset+PT15M", "sunrise-PT15M"]] }
peak: ["07:00-09:00", "17:00-19:00"]
zones:
  - { id: east, name: { zh: 东片区, en: East }, steward: wang, guard: li, technicians: [zhao, qian] }
companies: [{ id: liftco, name: 电梯维保公司, dutyPhone: "13800000099", skills: [elevator] }]
staff:
  - { id: zhao, name: 赵工, role: technician, phone: "13800000003", skills: [elevator, pump], company: liftco }
  - { id: qian, role: technician }
  - { id: wang, role: steward }
  - { id: li, role: guard }
defaults: [{ kind: streetlight, maker: X, limits: { leakage: 20 }, delays: { lampOut: PT20M }, off: [flicker] }]
links:
  - { id: feed-1, type: feed }
  - { id: sw-b1, type: switch, upstream: [feed-1] }
devices:
  - id: E1
    kind: elevator
    name: { zh: 1号楼电梯, en: "Elevator, building 1" }
    zone: east
    building: "1"
    upstream: [feed-1]
    reportEvery: PT10S
    rated: { speed: 1.75, load: 1000 }
    limits: { motorHot: 95 }
    asset: { model: X, maker: Y, serial: Z, installedOn: 2019-05-01, warrantyUntil: 2024-05-01 }
  - id: C1
    kind: camera
    zone: east
    rated: { fps: 25 }
    mount: { level: ground, x: 12.5, y: 40, height: 3.5, heading: 135, tilt: 15, hfov: 90, vfov: 54, pixels: [2560, 1440], range: 40, infraredRange: 25, ptz: false }
    video: { snapshot: "http://\${NVR_USER}:\${NVR_PASSWORD}@nvr/snap/1", playback: "https://nvr/play?ch=1&t={at}" }
  - { id: L1, kind: streetlight, zone: east, rated: { power: 60 }, asset: { maker: X }, mount: { level: ground, x: 20, y: 42, lightRadius: 12 } }
  - { id: L2, kind: streetlight, zone: east, via: lamps-a, address: "77", program: half, rated: { power: 60 } }
  - { id: G1, kind: gate, zone: east, openHours: ["07:00-09:00"] }
sources:
  - id: lamps-a
    protocol: mqtt
    kind: streetlight
    topic: "lc/{address}/data"
    each: /list
    device: /sn
    ts: /time
    map: { power: { at: /p, scale: 0.1 }, dimming: { at: /lv, scale: 0.392 }, leakage: { at: /st, bit: 3, values: { "0": 1 } } }
sla:
  small: { restore: agreed }
coverage:
  standard: iec-62676-4-2025
  targetHeight: 1.5
  cell: 0.25
  levels:
    - { id: ground, outline: [[0,0],[120,0],[120,80],[0,80]], walls: [[[10,10],[10,30],[30,30]]], indoor: false }
  areas:
    - { id: north-gate, zone: east, name: { zh: 北门, en: North gate }, level: ground, polygon: [[13,33],[19,33],[19,38]], need: perceive, atLeast: 0.95, cameras: 1, priority: high }
    - { id: car-e1, zone: east, watchedBy: [C1] }
notify:
  channels:
    - { id: robot, type: wecom, key: "\${WECOM_KEY}" }
    - { id: post, type: email, host: smtp.example.org, from: a@example.org, to: [b@example.org] }
  routes:
    - { severity: [critical], channels: [robot, post], to: [operator, zhao], continue: true }
    - { channels: [robot] }
  rota: [{ from: "08:00", to: "20:00", staff: [wang] }]
  minOnDuty: { operator: 2 }
upkeep: [{ id: lift-service, every: P15D }]
retention: { passages: P90D, reporterPhone: P180D, attachments: P2Y, audit: P3Y }
`;
